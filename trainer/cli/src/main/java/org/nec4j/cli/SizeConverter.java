package org.nec4j.cli;

import org.nec4j.codec.error.UserException;
import org.nec4j.data.ImageSize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A size in pixels on the command line: {@code 128}, or {@code 96x160}, rows first. */
final class SizeConverter implements ITypeConverter<ImageSize> {
    @Override
    public ImageSize convert(String text) {
        try {
            return ImageSize.parse(text);
        } catch (UserException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
