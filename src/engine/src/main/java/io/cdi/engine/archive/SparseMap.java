// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Which parts of a file an archive holds; the rest are holes.
///
/// @param sizeBytes of the file, with its holes
/// @param pieces the data: in order, apart from each other, none of them empty
public record SparseMap(long sizeBytes, List<Piece> pieces) {

    /// Bytes of the file from an offset on.
    record Piece(long offset, long length) {
        long end() {
            return offset + length;
        }
    }

    /// A file without holes.
    static SparseMap whole(long sizeBytes) {
        return new SparseMap(sizeBytes, sizeBytes == 0 ? List.of() : List.of(new Piece(0, sizeBytes)));
    }

    /// @param numbers offset and length of each piece in turn; empty ones are left out
    /// @throws IOException when the pieces are not in order, or reach behind the file's end
    static SparseMap of(long sizeBytes, List<Long> numbers) throws IOException {
        if (numbers.size() % 2 != 0) {
            throw new IOException("the map of a sparse file has a piece without a length");
        }
        if (sizeBytes < 0) {
            throw new IOException("a sparse file has a negative size");
        }
        List<Piece> pieces = new ArrayList<>();
        long end = 0;
        for (int i = 0; i < numbers.size(); i += 2) {
            Piece piece = new Piece(numbers.get(i), numbers.get(i + 1));
            if (piece.length() == 0) {
                continue;
            }
            if (piece.offset() < end || piece.length() < 0 || piece.length() > sizeBytes - piece.offset()) {
                throw new IOException("the map of a sparse file makes no sense");
            }
            pieces.add(piece);
            end = piece.end();
        }
        return new SparseMap(sizeBytes, List.copyOf(pieces));
    }

    /// Bytes that the archive holds.
    long dataBytes() {
        return pieces.stream().mapToLong(Piece::length).sum();
    }
}
