// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import io.cdi.api.transfer.ObjectTransfer;
import io.cdi.api.transfer.ObjectTransferSpec;
import java.util.List;
import java.util.Set;

/// The rules of an ObjectTransfer, which are answered as bad requests.
public final class ObjectTransferRules {
    private static final Set<String> KINDS = Set.of("DataVolume", "PersistentVolumeClaim");

    private ObjectTransferRules() {}

    public static Verdict update(ObjectTransfer transfer, ObjectTransfer old) {
        return SameSpec.same(transfer.getSpec(), old.getSpec())
                ? Verdict.ALLOWED
                : Verdict.badRequest("ObjectTransfer spec is immutable");
    }

    /// Where the transfer goes to, as `namespace/name`: what is left out is as in the source.
    public static String target(ObjectTransferSpec spec) {
        var target = spec.target();
        return (Rules.isEmpty(target.namespace()) ? spec.source().namespace() : target.namespace()) + "/"
                + (Rules.isEmpty(target.name()) ? spec.source().name() : target.name());
    }

    public static Verdict create(ObjectTransfer transfer, boolean targetExists) {
        var spec = transfer.getSpec();
        if (Rules.isEmpty(spec.target().namespace())
                && Rules.isEmpty(spec.target().name())) {
            return Verdict.badRequest("Target namespace and/or target name must be supplied");
        }
        if (!KINDS.contains(spec.source().kind())) {
            return Verdict.badRequest("Unsupported kind \"" + spec.source().kind() + "\"");
        }
        return targetExists
                ? Verdict.badRequest("ObjectTransfer target \"" + target(spec) + "\" already exists")
                : new Verdict.Allowed(List.of("ObjectTransfer feature is deprecated, and will be deleted soon"));
    }
}
