// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Looks at the disk on a claim through a pod that mounts it, as a virtual machine would get it.
///
/// @param claim a claim in the namespace, of either mode, bound or waiting for its first pod
record DiskPod(TestNamespace namespace, String claim) {

    private static final Duration DEADLINE = Duration.ofMinutes(3);
    private static final Set<String> OVER = Set.of("Succeeded", "Failed");

    /// What `qemu-img info --output=json` says of the disk.
    String info() {
        return run("qemu-img info --output=json $DISK");
    }

    /// The whole disk: its size, of the file in Filesystem mode and of the device in Block mode, and its checksum.
    record Content(long bytes, String sha256) {}

    Content content() {
        String[] words = run("sha256sum <$DISK; wc -c <$DISK").split("\\s+", 4);
        return new Content(Long.parseLong(words[2]), words[0]);
    }

    /// The checksum of the first so many bytes of the disk, in hexadecimal.
    String sha256(long bytes) {
        return run("head -c " + bytes + " $DISK | sha256sum").substring(0, 64);
    }

    /// The size of the disk: of the file in Filesystem mode, of the device in Block mode.
    long bytes() {
        return Long.parseLong(run("if [ -b $DISK ]; then blockdev --getsize64 $DISK; else stat -c %s $DISK; fi")
                .strip());
    }

    /// Runs a shell script as the user of virtual machines, 107, and returns its output.
    ///
    /// @param script finds the disk at `$DISK`
    String run(String script) {
        String name = start(script);
        var pods = namespace.client().pods().withName(name);
        Pod ended = pods.waitUntilCondition(
                pod -> pod != null
                        && OVER.contains(String.valueOf(pod.getStatus().getPhase())),
                DEADLINE.toSeconds(),
                TimeUnit.SECONDS);
        String output = pods.getLog();
        if (!ended.getStatus().getPhase().equals("Succeeded")) {
            throw new AssertionError("in a pod with claim " + claim + ": " + script + ":\n" + output);
        }
        pods.withGracePeriod(0).delete();
        return output;
    }

    /// As [#run], without waiting for its end.
    ///
    /// @return the name of the pod
    String start(String script) {
        return namespace.client().resource(pod(script)).create().getMetadata().getName();
    }

    private Pod pod(String script) {
        boolean block = isBlock();
        String volume = block
                ? "volumeDevices: [{name: disk, devicePath: /dev/disk}]"
                : "volumeMounts: [{name: disk, mountPath: /disk}]";
        Pod pod = namespace
                .client()
                .getKubernetesSerialization()
                .unmarshal(
                        """
                apiVersion: v1
                kind: Pod
                metadata: {generateName: disk-}
                spec:
                  restartPolicy: Never
                  terminationGracePeriodSeconds: 0
                  securityContext: {runAsUser: 107, runAsGroup: 107, runAsNonRoot: true, fsGroup: 107, seccompProfile: {type: RuntimeDefault}}
                  containers:
                  - name: main
                    image: %s
                    imagePullPolicy: IfNotPresent
                    env: [{name: DISK, value: %s}]
                    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                    %s
                  volumes: [{name: disk, persistentVolumeClaim: {claimName: %s}}]
                """.formatted(Cluster.DISK_TOOLS, block ? "/dev/disk" : "/disk/disk.img", volume, claim),
                        Pod.class);
        pod.getSpec().getContainers().getFirst().setCommand(List.of("/bin/sh", "-euc", script));
        return pod;
    }

    private boolean isBlock() {
        PersistentVolumeClaim found =
                namespace.client().persistentVolumeClaims().withName(claim).require();
        return "Block".equals(found.getSpec().getVolumeMode());
    }
}
