package org.harbour.orders;

import org.springframework.stereotype.Component;
import org.springframework.web.client.RestTemplate;

@Component
public class StockClient {
    private final RestTemplate rest;

    public StockClient(RestTemplate rest) {
        this.rest = rest;
    }

    /** On a developer's machine the stand-in listens on http://localhost:9090. */
    public boolean isAvailable(String article) {
        Integer amount = rest.getForObject("http://10.41.7.12:9090/stock/{article}", Integer.class, article);
        return amount != null && amount > 0;
    }
}
