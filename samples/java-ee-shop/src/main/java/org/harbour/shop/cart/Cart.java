package org.harbour.shop.cart;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a customer wants to buy. It is put into the HttpSession by the servlet, not by itself. */
public class Cart implements Serializable {
    private static final long serialVersionUID = 4L;

    private final Map<String, Integer> amounts = new LinkedHashMap<>();

    public void add(String article, int amount) {
        amounts.merge(article, amount, Integer::sum);
    }

    public Map<String, Integer> getAmounts() {
        return amounts;
    }

    public boolean isEmpty() {
        return amounts.isEmpty();
    }
}
