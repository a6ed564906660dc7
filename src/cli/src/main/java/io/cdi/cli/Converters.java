// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import io.cdi.cli.source.SourceWords;
import io.cdi.engine.ByteCount;
import io.cdi.engine.source.Source;
import io.cdi.engine.transfer.Checksum;
import io.cdi.engine.transfer.ImportRequest.Content;
import io.cdi.engine.transfer.ImportRequest.Engine;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Option values as checked types. picocli wants a class for each.
final class Converters {

    private Converters() {}

    static final class OfSize implements ITypeConverter<ByteCount> {
        @Override
        public ByteCount convert(String text) {
            ByteCount size = sentence(ByteCount::parse, text);
            if (size.bytes() == 0) {
                throw new TypeConversionException("must be larger than 0");
            }
            return size;
        }
    }

    static final class OfChecksum implements ITypeConverter<Checksum> {
        @Override
        public Checksum convert(String text) {
            return sentence(Checksum::parse, text);
        }
    }

    static final class OfHeader implements ITypeConverter<Source.Header> {
        @Override
        public Source.Header convert(String text) {
            return sentence(SourceWords::header, text);
        }
    }

    static final class OfPlatform implements ITypeConverter<Source.Platform> {
        @Override
        public Source.Platform convert(String text) {
            return sentence(SourceWords::platform, text);
        }
    }

    static final class OfEndpoint implements ITypeConverter<URI> {
        @Override
        public URI convert(String text) {
            URI uri = sentence(URI::create, text);
            if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                throw new TypeConversionException(
                        "'" + text + "' is not a service; write for example https://s3.example.com");
            }
            return uri;
        }
    }

    static final class OfCount implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            int count = sentence(Integer::valueOf, text);
            if (count < 1) {
                throw new TypeConversionException("must be at least 1");
            }
            return count;
        }
    }

    static final class OfContent implements ITypeConverter<Content> {
        @Override
        public Content convert(String text) {
            return switch (text) {
                case "kubevirt" -> Content.DISK;
                case "archive" -> Content.ARCHIVE;
                default -> throw new TypeConversionException("'" + text + "' is none of kubevirt, archive");
            };
        }
    }

    static final class OfEngine implements ITypeConverter<Engine> {
        @Override
        public Engine convert(String text) {
            return choice(Engine.values(), text);
        }
    }

    static final class OfProgress implements ITypeConverter<ProgressArguments.Mode> {
        @Override
        public ProgressArguments.Mode convert(String text) {
            return choice(ProgressArguments.Mode.values(), text);
        }
    }

    private static <E extends Enum<E>> E choice(E[] all, String text) {
        for (E one : all) {
            if (word(one).equals(text)) {
                return one;
            }
        }
        String words = Arrays.stream(all).map(Converters::word).collect(Collectors.joining(", "));
        throw new TypeConversionException("'" + text + "' is none of " + words);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T> T sentence(Function<String, T> parse, String text) {
        try {
            return parse.apply(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a number");
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
