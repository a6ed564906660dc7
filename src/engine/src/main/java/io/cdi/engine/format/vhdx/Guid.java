// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.vhdx;

import java.nio.ByteBuffer;
import java.util.UUID;

/// The GUIDs of the format, in Microsoft's mixed byte order.
final class Guid {

    static final UUID BAT = UUID.fromString("2DC27766-F623-4200-9D64-115E9BFD4A08");
    static final UUID METADATA = UUID.fromString("8B7CA206-4790-4B9A-B8FE-575F050F886E");
    static final UUID FILE_PARAMETERS = UUID.fromString("CAA16737-FA36-4D43-B3B6-33F0AA44E76B");
    static final UUID VIRTUAL_DISK_SIZE = UUID.fromString("2FA54224-CD1B-4876-B211-5DBED83BF4B8");
    static final UUID VIRTUAL_DISK_ID = UUID.fromString("BECA12AB-B2E6-4523-93EF-C309E000C746");
    static final UUID LOGICAL_SECTOR_SIZE = UUID.fromString("8141BF1D-A96F-4709-BA47-F233A8FAAB5F");
    static final UUID PHYSICAL_SECTOR_SIZE = UUID.fromString("CDA348C7-445D-4471-9CC9-E9885251C556");
    static final UUID PARENT_LOCATOR = UUID.fromString("A8D35F2D-B30B-454D-ABF7-D3D84834AB0C");

    private Guid() {}

    /// The GUID at `offset` of a little-endian buffer: three little-endian numbers, then eight bytes as they
    /// are.
    static UUID at(ByteBuffer bytes, int offset) {
        long first = Integer.toUnsignedLong(bytes.getInt(offset));
        long second = Short.toUnsignedLong(bytes.getShort(offset + 4));
        long third = Short.toUnsignedLong(bytes.getShort(offset + 6));
        return new UUID(first << 32 | second << 16 | third, Long.reverseBytes(bytes.getLong(offset + 8)));
    }
}
