// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/// What the command line of one command may hold. Each method declares an option or parameter, in the order in
/// which help lists them, and returns its value, which is there once the command line has been read.
///
/// A word becomes a value by `parse`, which throws [IllegalArgumentException] with a sentence when it cannot.
///
/// This is picocli's programmatic model and not its annotations, because those are read by proxies, which the
/// JVM cannot keep in an AOT cache: reading them took more than half of the time from `main` to the first
/// request.
final class Arguments {

    /// Arguments that several commands share.
    interface Group {
        Arguments arguments();
    }

    private final CommandSpec spec;

    /// For a [Group].
    Arguments() {
        spec = CommandSpec.wrapWithoutInspection(this, ModelFactory.INSTANCE);
    }

    /// @param command what runs when the command line is right
    Arguments(String name, Callable<Integer> command) {
        spec = CommandSpec.wrapWithoutInspection(command, ModelFactory.INSTANCE).name(name);
        spec.usageMessage().sortOptions(false).parameterListHeading("%n").optionListHeading("%nOptions:%n");
    }

    /// Says at the start of help what the command does, a paragraph each.
    Arguments about(String... paragraphs) {
        spec.usageMessage().description(paragraphs);
        return this;
    }

    /// Shows command lines at the end of help.
    Arguments examples(String... lines) {
        String[] footer = new String[lines.length + 2];
        footer[0] = "";
        footer[1] = "Examples:";
        for (int i = 0; i < lines.length; i++) {
            footer[i + 2] = "  " + lines[i];
        }
        spec.usageMessage().footer(footer);
        return this;
    }

    /// Takes the arguments of a group over, at this place. Its parameters are the first ones of the command.
    <G extends Group> G with(G group) {
        group.arguments().spec.args().forEach(spec::add);
        return group;
    }

    /// The next word that belongs to no option; it must be there.
    <T> Supplier<T> parameter(String label, Function<String, T> parse, String description) {
        int index = spec.positionalParameters().size();
        return added(PositionalParamSpec.builder()
                .index(Integer.toString(index))
                .arity("1")
                .required(true)
                .paramLabel(label)
                .converters(converter(parse))
                .description(description)
                .build());
    }

    /// An option without a value.
    Supplier<Boolean> flag(String name, String description) {
        return added(OptionSpec.builder(name)
                .type(boolean.class)
                .initialValue(false)
                .description(description)
                .build());
    }

    <T> Supplier<Optional<T>> option(String name, String label, Function<String, T> parse, String description) {
        Supplier<T> value = added(option(label, parse, description, name).build());
        return () -> Optional.ofNullable(value.get());
    }

    /// @param usual the value when the option is not given
    <T> Supplier<T> option(String name, String label, Function<String, T> parse, T usual, String description) {
        return added(option(label, parse, description, name).initialValue(usual).build());
    }

    /// An option that may be given several times.
    <T> Supplier<List<T>> options(String name, String label, Function<String, T> parse, String description) {
        return added(option(label, parse, description, name)
                .type(List.class)
                .initialValue(List.of())
                .build());
    }

    /// An option that must be given.
    <T> Supplier<T> required(String label, Function<String, T> parse, String description, String... names) {
        return added(option(label, parse, description, names).required(true).build());
    }

    /// A usage error, to be thrown.
    ParameterException mistake(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    CommandSpec spec() {
        return spec;
    }

    private <T> Supplier<T> added(ArgSpec argument) {
        spec.add(argument);
        return argument::getValue;
    }

    private static OptionSpec.Builder option(
            String label, Function<String, ?> parse, String description, String... names) {
        return OptionSpec.builder(names)
                .arity("1")
                .paramLabel(label)
                .converters(converter(parse))
                .description(description);
    }

    private static ITypeConverter<?> converter(Function<String, ?> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is not a number");
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }
}
