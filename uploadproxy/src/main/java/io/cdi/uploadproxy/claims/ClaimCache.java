// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy.claims;

import io.cdi.serving.SlimClaims;
import io.cdi.tokens.Token;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// All claims of the cluster, as a watch tells them, and only what matters of each.
public final class ClaimCache implements ResourceEventHandler<PersistentVolumeClaim>, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SharedIndexInformer<PersistentVolumeClaim> informer;
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

    private record Waiting(Token token, CompletableFuture<Target> answer) {}

    /// Returns when the cache is filled.
    public ClaimCache(KubernetesClient client) {
        informer = client.persistentVolumeClaims().inAnyNamespace().runnableInformer(0);
        informer.itemStore(new SlimClaims());
        informer.addEventHandler(this);
        informer.run();
    }

    private Target now(Token token) {
        return TargetRule.target(
                token,
                name -> Optional.ofNullable(informer.getStore().getByKey(token.namespace() + "/" + name))
                        .map(ObservedClaim::of));
    }

    /// Where a token leads to; a target that may come is waited for some seconds.
    ///
    /// @return completes at once, or on a thread of the watch or of a timer; [Target.NotYet] when the time is over
    public CompletableFuture<Target> await(Token token) {
        Waiting wait = new Waiting(token, new CompletableFuture<>());
        waiting.add(wait);
        look(wait);
        return wait.answer()
                .completeOnTimeout(
                        new Target.NotYet("context deadline exceeded"), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(target -> late(target, token))
                .whenComplete((_, _) -> waiting.remove(wait));
    }

    /// After the wait, the reason is what is missing still.
    private Target late(Target target, Token token) {
        return target instanceof Target.NotYet(String deadline) && now(token) instanceof Target.NotYet(String reason)
                ? new Target.NotYet(reason + ": " + deadline)
                : target;
    }

    private void look(Waiting wait) {
        Target target = now(wait.token());
        if (!(target instanceof Target.NotYet)) {
            wait.answer().complete(target);
        }
    }

    @Override
    public void onAdd(PersistentVolumeClaim claim) {
        waiting.forEach(this::look);
    }

    @Override
    public void onUpdate(PersistentVolumeClaim before, PersistentVolumeClaim now) {
        waiting.forEach(this::look);
    }

    @Override
    public void onDelete(PersistentVolumeClaim claim, boolean isStateUnknown) {
        waiting.forEach(this::look);
    }

    @Override
    public void close() {
        informer.stop();
    }
}
