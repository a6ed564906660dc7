// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The arrows of the design: contracts know no implementation, and only `transfer` knows all.
class LayersTest {

    private static final JavaClasses ENGINE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.cdi.engine");

    @Test
    void packagesHaveADirection() {
        slices().matching("io.cdi.engine.(**)").should().beFreeOfCycles().check(ENGINE);
    }

    @Test
    void onlyTheTransferKnowsSourcesAndFormats() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("transfer")
                .definedBy("io.cdi.engine.transfer..")
                .layer("formats")
                .definedBy("io.cdi.engine.format.*..")
                .layer("sources")
                .definedBy("io.cdi.engine.source.*..")
                .whereLayer("transfer")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("formats")
                .mayOnlyBeAccessedByLayers("transfer")
                .whereLayer("sources")
                .mayOnlyBeAccessedByLayers("transfer")
                .check(ENGINE);
    }
}
