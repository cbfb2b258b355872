package org.harbour.orders;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.requestTo;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withSuccess;

import java.io.FileWriter;

import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.web.client.RestTemplate;

class StockClientTest {
    @Test
    void anArticleInStockIsAvailable() throws Exception {
        RestTemplate rest = new RestTemplate();
        MockRestServiceServer server = MockRestServiceServer.createServer(rest);
        server.expect(requestTo("http://10.41.7.12:9090/stock/rope")).andRespond(withSuccess("3", MediaType.APPLICATION_JSON));
        try (FileWriter trace = new FileWriter("/var/tmp/stock-test.log")) {
            trace.write("asked");
        }
        assertTrue(new StockClient(rest).isAvailable("rope"));
    }
}
