#!/usr/bin/env bash
# Proves that the running cluster does what tests of a storage operator need. Prints PASS or FAIL for each point.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
ns=smoke work=$(mktemp -d) passed=0 failed=0
trap 'rm -rf "$work"' EXIT
k() { kubectl --namespace $ns "$@"; }

# check NAME: runs the function of that name; what it prints are its figures.
check() {
	local start verdict=PASS
	start=$(seconds)
	(set -e; "$1") >"$work/said" 2>"$work/errors" & # in the background, where set -e holds
	if wait $!; then ((++passed)); else ((++failed)); verdict=FAIL; fi
	printf '%s %-22s %6s s  %s\n' $verdict "$1" "$(since "$start")" "$(tr '\n' ' ' <"$work/said")"
	[[ $verdict == PASS ]] || sed 's/^/     | /' "$work/errors"
}
expect() { [[ "$1" == "$2" ]] || { echo "got '$1', expected '$2'" >&2; return 1; }; }
ready() { k wait --for condition=Ready --timeout 60s "$@" >/dev/null; }
bound() { k wait --for jsonpath='{.status.phase}'=Bound --timeout 60s "$@" >/dev/null; }

claim() { # NAME MODE CLASS SIZE [DATA SOURCE]
	cat <<YAML
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: $1}
spec: {accessModes: [ReadWriteOnce], volumeMode: $2, storageClassName: $3, resources: {requests: {storage: $4}}${5:+, dataSource: $5}}
YAML
}
user() { # POD FILESYSTEM-CLAIM BLOCK-CLAIM: a pod, not root, that has both
	cat <<YAML
---
apiVersion: v1
kind: Pod
metadata: {name: $1}
spec:
  terminationGracePeriodSeconds: 0
  securityContext: {runAsUser: 107, runAsGroup: 107, runAsNonRoot: true, fsGroup: 107, seccompProfile: {type: RuntimeDefault}}
  containers:
  - name: main
    image: localhost/kit:1
    imagePullPolicy: IfNotPresent
    command: [sleep, "3600"]
    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
    volumeMounts: [{name: files, mountPath: /files}]
    volumeDevices: [{name: block, devicePath: /dev/block}]
  volumes:
  - {name: files, persistentVolumeClaim: {claimName: $2}}
  - {name: block, persistentVolumeClaim: {claimName: $3}}
YAML
}
sum_files() { k exec "$1" -- sh -c 'sha256sum </files/data | cut -c1-16'; }
sum_block() { k exec "$1" -- sh -c 'dd if=/dev/block bs=1M count=64 2>/dev/null | sha256sum | cut -c1-16'; }

version() { kubectl get node $node -o jsonpath='kubelet {.status.nodeInfo.kubeletVersion}, {.status.nodeInfo.containerRuntimeVersion}, kernel {.status.nodeInfo.kernelVersion}'; }

service_by_dns_name() {
	expect "$(k exec client -- wget -qO- http://web.$ns.svc.cluster.local:8080/hello)" hello
	expect "$(k exec client -- wget -qO- http://web:8080/hello)" hello
	expect "$(k exec web -- wget -qO- http://web:8080/hello)" hello # a pod reaches itself through its Service
	k exec client -- wget -qO- http://example.com 2>"$work/outside" && return 1
	echo "by full and short name, by itself; an outside name: $(tail -2 "$work/outside" | head -1)"
}
api_from_pod() {
	k exec client -- sh -c 'wget -qO- --no-check-certificate --header "Authorization: Bearer $(cat /var/run/secrets/kubernetes.io/serviceaccount/token)" https://kubernetes.default.svc/version' | grep gitVersion
}
claims_bind() {
	{ claim files Filesystem loop 1Gi; claim block Block loop 1Gi; } | k apply -f - >/dev/null
	bound pvc/files pvc/block
	k get pvc -o jsonpath='{range .items[*]}{.metadata.name} {.status.capacity.storage} {end}'
}
claim_waits_for_pod() {
	{ claim late-files Filesystem loop-wait 100Mi; claim late-block Block loop-wait 100Mi; } | k apply -f - >/dev/null
	sleep 2
	expect "$(k get pvc late-files -o jsonpath='{.status.phase}')" Pending
	user late late-files late-block | k apply -f - >/dev/null
	ready pod/late
	k delete pod late --now >/dev/null
}
pod_writes() {
	user writer files block | k apply -f - >/dev/null
	ready pod/writer
	k exec writer -- sh -c 'dd if=/dev/urandom of=/files/data bs=1M count=64 && dd if=/dev/urandom of=/dev/block bs=1M count=64 && sync' 2>/dev/null
	sum_files writer >"$work/old-files"
	sum_block writer >"$work/old-block"
	echo "as $(k exec writer -- id -u): files $(<"$work/old-files"), block $(<"$work/old-block"); $(k exec writer -- df -h /files | awk 'END {print $2 " of 1Gi usable"}')"
}
snapshots_ready() {
	for v in files block; do
		k apply -f - >/dev/null <<<"{apiVersion: snapshot.storage.k8s.io/v1, kind: VolumeSnapshot, metadata: {name: $v},
			spec: {volumeSnapshotClassName: loop, source: {persistentVolumeClaimName: $v}}}"
	done
	k wait --for jsonpath='{.status.readyToUse}'=true --timeout 60s volumesnapshot/files volumesnapshot/block >/dev/null
	k get volumesnapshot -o jsonpath='{range .items[*]}{.metadata.name} {.status.restoreSize} {end}'
}
clones_equal() { # of volumes in use, that have changed since the snapshot
	k exec writer -- sh -c 'dd if=/dev/urandom of=/files/data bs=1M count=64; dd if=/dev/urandom of=/dev/block bs=1M count=64' 2>/dev/null
	for v in files block; do
		claim clone-$v "$([[ $v == block ]] && echo Block || echo Filesystem)" loop 1Gi "{kind: PersistentVolumeClaim, name: $v}"
	done | k apply -f - >/dev/null
	bound pvc/clone-files pvc/clone-block
	user cloned clone-files clone-block | k apply -f - >/dev/null
	ready pod/cloned
	expect "$(sum_files cloned)" "$(sum_files writer)"
	expect "$(sum_block cloned)" "$(sum_block writer)"
	echo "files $(sum_files cloned), block $(sum_block cloned)"
}
restored_equal() { # into larger claims
	for v in files block; do
		claim restored-$v "$([[ $v == block ]] && echo Block || echo Filesystem)" loop-wait 2Gi \
			"{apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot, name: $v}"
	done | k apply -f - >/dev/null
	user restored restored-files restored-block | k apply -f - >/dev/null
	ready pod/restored
	expect "$(sum_files restored)" "$(<"$work/old-files")"
	expect "$(sum_block restored)" "$(<"$work/old-block")"
	expect "$(k exec restored -- dd if=/dev/block of=/dev/null bs=1M 2>&1 | grep -o '^[0-9]*+0 records in')" '2048+0 records in'
	echo "$(k exec restored -- df -h /files | awk 'END {print $2 " of 2Gi usable"}')"
}
volumes_grow() { # the block volume while in use, the filesystem at the latest when it is next staged
	for v in files block; do k patch pvc $v -p '{"spec": {"resources": {"requests": {"storage": "3Gi"}}}}' >/dev/null; done
	capacity() { k wait --for jsonpath='{.status.capacity.storage}'=3Gi --timeout 60s "$@" >/dev/null; }
	capacity pvc/block
	expect "$(k exec writer -- dd if=/dev/block of=/dev/null bs=1M 2>&1 | grep -o '^[0-9]*+0 records in')" '3072+0 records in'
	k delete pod writer --now >/dev/null
	user grown files block | k apply -f - >/dev/null
	ready pod/grown
	capacity pvc/files
	echo "block 3072 MiB, files $(k exec grown -- df -h /files | awk 'END {print $2 " of 3Gi usable"}')"
}
plain_class_binds() { # of the driver that cannot clone
	{ claim plain-files Filesystem plain 100Mi; claim plain-block Block plain 100Mi; claim plain-clone Block plain 100Mi "{kind: PersistentVolumeClaim, name: plain-block}"; } |
		k apply -f - >/dev/null
	bound pvc/plain-files pvc/plain-block
	refused() { k get events --field-selector involvedObject.name=plain-clone -o jsonpath='{.items[*].message}' | grep -o 'CSI driver does not support clone[^:]*' | head -1; }
	until_ok 20 refused
	refused
}
webhook_in_pod() {
	k apply -f - >/dev/null <<YAML
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: smoke}
webhooks:
- name: validate.smoke.cluster
  clientConfig: {service: {namespace: $ns, name: web, path: /validate, port: 443}, caBundle: $(base64 -w0 "$work/tls.crt")}
  namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: $ns}}
  rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]
  sideEffects: None
  admissionReviewVersions: [v1]
YAML
	denied() { # shows the refusal
		! k create -f - <<<'{apiVersion: v1, kind: ConfigMap, metadata: {name: denied, labels: {deny: "true"}}}' >"$work/refusal" 2>&1 &&
			grep -o 'denied the request.*' "$work/refusal"
	}
	until_ok 10 denied # the API server takes a moment to notice the configuration
	k delete configmap denied --ignore-not-found >/dev/null
	k create configmap allowed >/dev/null
	denied
}
aggregated_api_in_pod() {
	k apply -f - >/dev/null <<YAML
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1.smoke.cluster}
spec: {group: smoke.cluster, version: v1, groupPriorityMinimum: 100, versionPriority: 10, service: {namespace: $ns, name: web, port: 443}, caBundle: $(base64 -w0 "$work/tls.crt")}
YAML
	kubectl wait --for condition=Available --timeout 30s apiservice/v1.smoke.cluster >/dev/null
	kubectl get --raw /apis/smoke.cluster/v1/callers/me | grep -o '"user":"admin"'
}
volumes_go() { # a deleted claim's volume is gone, on disk and as a device
	cleanup
	gone() { [[ -z $(kubectl get pv -o name) && -z $(find "$CLUSTER_STATE/csi" -type f) && $(losetup --list) != *"$CLUSTER_STATE/"* ]]; }
	until_ok 60 gone
}
cleanup() {
	kubectl delete validatingwebhookconfiguration/smoke apiservice/v1.smoke.cluster --ignore-not-found >/dev/null
	kubectl delete namespace $ns --ignore-not-found --timeout 120s >/dev/null
}

# One small image for all: busybox and kit, the server of src/addons/kit.
kit=$CLUSTER_CACHE/kit-image.tar
if [[ ! $kit -nt $bin/kit ]]; then
	(cd "$work" && apt-get download -qq -o APT::Sandbox::User=root busybox-static >/dev/null && dpkg-deb -x busybox-static_*.deb root)
	cp "$bin/kit" "$work/root/bin/"
	for tool in sh sleep wget dd sha256sum cut cat id df sync; do ln -s busybox "$work/root/bin/$tool"; done
	tar -C "$work/root" -c bin | pack_image localhost/kit:1 "$kit" '{"Env":["PATH=/bin"]}'
fi
"$here/image-load.sh" "$kit" >/dev/null

cleanup
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=web -addext "subjectAltName=DNS:web.$ns.svc" \
	-keyout "$work/tls.key" -out "$work/tls.crt" 2>/dev/null
kubectl create namespace $ns >/dev/null
k create secret tls web --cert "$work/tls.crt" --key "$work/tls.key" >/dev/null
k apply -f - >/dev/null <<'YAML'
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{name: http, port: 8080}, {name: https, port: 443, targetPort: 8443}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  terminationGracePeriodSeconds: 0
  containers:
  - {name: main, image: "localhost/kit:1", command: [kit], volumeMounts: [{name: tls, mountPath: /tls}], readinessProbe: {httpGet: {path: /hello, port: 8080}, periodSeconds: 1}}
  volumes: [{name: tls, secret: {secretName: web}}]
---
apiVersion: v1
kind: Pod
metadata: {name: client}
spec: {terminationGracePeriodSeconds: 0, containers: [{name: main, image: "localhost/kit:1", command: [sleep, "3600"]}]}
YAML
pods_run() { ready pod/web pod/client; k get pod web -o jsonpath='web at {.status.podIP}'; }

for c in version pods_run service_by_dns_name api_from_pod claims_bind claim_waits_for_pod pod_writes snapshots_ready clones_equal \
	restored_equal volumes_grow plain_class_binds webhook_in_pod aggregated_api_in_pod volumes_go; do check $c; done
echo "$passed passed, $failed failed"
((failed == 0))
