// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy.forward;

/// Texts from elsewhere, made harmless where a browser may show them.
final class Html {

    private Html() {}

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;")
                .replace("'", "&#39;");
    }
}
