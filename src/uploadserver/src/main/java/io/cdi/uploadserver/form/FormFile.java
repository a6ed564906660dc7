// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.form;

import io.cdi.contract.UploadEndpoint;
import io.cdi.engine.TransferException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the uploaded file in a form: the first part of the name `file`. What comes before is skipped, what
/// comes behind is not read.
public final class FormFile {

    private static final Pattern BOUNDARY = Pattern.compile(
            "multipart/form-data\\s*;.*?boundary=(?:\"([^\"]{1,70})\"|([^;,\\s]{1,70})).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile(
            "content-disposition:\\s*form-data\\s*;(?:.*;)?\\s*name=(?:\"([^\"]*)\"|([^;\\s]+)).*",
            Pattern.CASE_INSENSITIVE);
    private static final String END = "\r\n\r\n";
    private static final int LONGEST_HEADERS = 16 << 10;

    private FormFile() {}

    /// @param contentType of the form, which names the boundary between its parts
    /// @return the content of the file
    /// @throws TransferException.Permanent when the body is no form or has no such part
    public static InputStream in(InputStream body, String contentType) throws IOException {
        Matcher type = BOUNDARY.matcher(contentType);
        if (!type.matches()) {
            throw malformed("its content type names no boundary of a multipart form");
        }
        String boundary = type.group(1) == null ? type.group(2) : type.group(1);
        Parts parts = new Parts(body, boundary.getBytes(StandardCharsets.ISO_8859_1));
        while (parts.next()) {
            if (isFile(headers(parts))) {
                return parts;
            }
            parts.transferTo(OutputStream.nullOutputStream());
        }
        throw malformed("it has no part '" + UploadEndpoint.FORM_FIELD + "'");
    }

    private static boolean isFile(String headers) {
        return headers.lines()
                .map(NAME::matcher)
                .filter(Matcher::matches)
                .map(name -> name.group(1) == null ? name.group(2) : name.group(1))
                .anyMatch(UploadEndpoint.FORM_FIELD::equals);
    }

    /// From the end of the delimiter's line to the empty one.
    private static String headers(InputStream part) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < END.length() || text.lastIndexOf(END) != text.length() - END.length()) {
            int octet = part.read();
            if (octet < 0 || text.length() > LONGEST_HEADERS) {
                throw malformed("the headers of a part have no end");
            }
            text.append((char) octet);
        }
        return text.toString();
    }

    static TransferException.Permanent malformed(String reason) {
        return new TransferException.Permanent("read the form: " + reason + "; send the image as the file '"
                + UploadEndpoint.FORM_FIELD + "' of a multipart form");
    }
}
