// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.vmdk;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.ImageFront;
import io.cdi.engine.format.ImageInput;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The descriptor: lines of `name=value`, and one line for each extent.
///
/// @param values by their names in lower case, without quotes
/// @param extents how many files the disk has
record VmdkDescriptor(Map<String, String> values, int extents) {

    private static final Pattern EXTENT = Pattern.compile("(RW|RDONLY|NOACCESS)\\s+[0-9]+\\s+[A-Z]+.*");
    private static final List<String> IN_ONE_FILE = List.of("monolithicsparse", "streamoptimized");
    private static final String NO_PARENT = "ffffffff";

    static VmdkDescriptor parse(byte[] descriptor) {
        String text = ImageFront.text(descriptor, 0, descriptor.length);
        int end = text.indexOf('\0');
        Map<String, String> values = new HashMap<>();
        int extents = 0;
        for (String line : (end < 0 ? text : text.substring(0, end)).lines().toList()) {
            int equals = line.indexOf('=');
            if (EXTENT.matcher(line.strip()).matches()) {
                extents++;
            } else if (equals > 0 && !line.startsWith("#")) {
                values.put(
                        line.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        line.substring(equals + 1).strip().replace("\"", ""));
            }
        }
        return new VmdkDescriptor(values, extents);
    }

    String createType() {
        return values.getOrDefault("createtype", "of unknown type");
    }

    /// Refuses what is not a whole disk in one file.
    void check(ImageInput input) throws TransferException {
        if (values.isEmpty()) {
            throw input.refuse("it is one of several files of a split VMDK disk, without the description of the"
                    + " disk; convert the disk where all its files are, with qemu-img convert -O qcow2");
        }
        if (!values.getOrDefault("parentcid", NO_PARENT).equalsIgnoreCase(NO_PARENT)
                || values.containsKey("parentfilenamehint")) {
            throw input.refuse("it is a VMDK snapshot, which holds only the changes to another disk; consolidate the"
                    + " snapshots and import the result");
        }
        if (values.keySet().stream().anyMatch(name -> name.startsWith("encryption."))) {
            throw input.refuse("the VMDK disk is encrypted; decrypt it where it was made");
        }
        if (!IN_ONE_FILE.contains(createType().toLowerCase(Locale.ROOT)) || extents != 1) {
            throw input.refuse("it is a VMDK disk in " + extents + " files (" + createType()
                    + "), and only those in one file can be read; convert it with qemu-img convert -O qcow2");
        }
    }

    /// Refuses a file that is nothing but a descriptor.
    TransferException.Permanent refusal(ImageInput input) {
        return input.refuse("it is only the description of a VMDK disk (" + createType()
                + "), whose data are in other files; import the -flat.vmdk file beside it if there is one, or convert"
                + " the disk with qemu-img convert -O qcow2");
    }
}
