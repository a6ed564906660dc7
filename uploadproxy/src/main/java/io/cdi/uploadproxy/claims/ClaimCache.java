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
import java.util.function.Supplier;

/// All claims of the cluster, as a watch tells them, and only what matters of each.
public final class ClaimCache implements ResourceEventHandler<PersistentVolumeClaim>, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /// A kubelet tells a second or two later that a server has ended.
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(3);

    private final SharedIndexInformer<PersistentVolumeClaim> informer;
    private final Set<Waiting<?>> waiting = ConcurrentHashMap.newKeySet();

    /// @param question asked again with each change of a claim, until it has an answer
    private record Waiting<T>(Supplier<Optional<T>> question, CompletableFuture<T> answer) {
        void look() {
            question.get().ifPresent(answer::complete);
        }
    }

    /// Returns when the cache is filled.
    public ClaimCache(KubernetesClient client) {
        informer = client.persistentVolumeClaims().inAnyNamespace().runnableInformer(0);
        informer.itemStore(new SlimClaims());
        informer.addEventHandler(this);
        informer.run();
    }

    /// Where a token leads to; a target that may come is waited for some seconds.
    ///
    /// @return completes at once, or on a thread of the watch or of a timer; [Target.NotYet] when the time is over
    public CompletableFuture<Target> await(Token token) {
        return await(
                        () -> Optional.of(now(token)).filter(target -> !(target instanceof Target.NotYet)),
                        PATIENCE,
                        new Target.NotYet("context deadline exceeded"))
                .thenApply(target -> late(target, token));
    }

    /// Waits a moment for a token's claim to say that its upload is done; a claim that is gone is not waited for.
    ///
    /// @return completes as that of [#await], when the time is over too
    public CompletableFuture<Void> awaitUploaded(Token token) {
        return await(() -> isUploading(token) ? Optional.empty() : Optional.of(true), LAST_PATIENCE, false)
                .thenAccept(_ -> {});
    }

    private <T> CompletableFuture<T> await(Supplier<Optional<T>> question, Duration patience, T late) {
        Waiting<T> wait = new Waiting<>(question, new CompletableFuture<>());
        waiting.add(wait);
        wait.look();
        return wait.answer()
                .completeOnTimeout(late, patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> waiting.remove(wait));
    }

    private Target now(Token token) {
        return TargetRule.target(token, name -> claim(token, name));
    }

    private boolean isUploading(Token token) {
        return claim(token, token.name()).filter(claim -> !claim.isDone()).isPresent();
    }

    private Optional<ObservedClaim> claim(Token token, String name) {
        return Optional.ofNullable(informer.getStore().getByKey(token.namespace() + "/" + name))
                .map(ObservedClaim::of);
    }

    /// After the wait, the reason is what is missing still.
    private Target late(Target target, Token token) {
        return target instanceof Target.NotYet(String deadline) && now(token) instanceof Target.NotYet(String reason)
                ? new Target.NotYet(reason + ": " + deadline)
                : target;
    }

    @Override
    public void onAdd(PersistentVolumeClaim claim) {
        waiting.forEach(Waiting::look);
    }

    @Override
    public void onUpdate(PersistentVolumeClaim before, PersistentVolumeClaim now) {
        waiting.forEach(Waiting::look);
    }

    @Override
    public void onDelete(PersistentVolumeClaim claim, boolean isStateUnknown) {
        waiting.forEach(Waiting::look);
    }

    @Override
    public void close() {
        informer.stop();
    }
}
