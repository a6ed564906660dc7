// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainedTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a:1,b:2} | {a:1} | true",
                "{a:1} | {a:2} | false",
                "{a:1} | {b:1} | false",
                "{a:{x:1,y:2}} | {a:{x:1}} | true",
                "{a:[{n:1,d:9}]} | {a:[{n:1}]} | true",
                "{a:[1,2]} | {a:[1]} | false",
                "{a:[2,1]} | {a:[1,2]} | false",
                "{} | {a:null,b:[],c:{}} | true",
                "{a:'1'} | {a:1} | true",
                "{a:1} | {a:null} | false",
                "{a:null} | {a:null} | true"
            })
    void comparesWhatIsWantedOnly(String found, String wanted, boolean expected) throws Exception {
        ObjectMapper json = new ObjectMapper(new com.fasterxml.jackson.core.JsonFactory()
                .configure(com.fasterxml.jackson.core.JsonParser.Feature.ALLOW_UNQUOTED_FIELD_NAMES, true)
                .configure(com.fasterxml.jackson.core.JsonParser.Feature.ALLOW_SINGLE_QUOTES, true));

        assertThat(Contained.in(json.readTree(found), json.readTree(wanted))).isEqualTo(expected);
    }
}
