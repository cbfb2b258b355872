package org.harbour.shop.report;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.ejb.Stateless;
import javax.persistence.EntityManager;
import javax.persistence.PersistenceContext;

@Stateless
public class PriceCache {
    private static final Map<String, BigDecimal> PRICES = new ConcurrentHashMap<>();

    @PersistenceContext(unitName = "shop")
    private EntityManager entities;

    public Map<String, BigDecimal> all() {
        if (PRICES.isEmpty()) {
            for (Object row : entities.createNativeQuery("select article, price from shop_price").getResultList()) {
                Object[] columns = (Object[]) row;
                PRICES.put((String) columns[0], (BigDecimal) columns[1]);
            }
        }
        return Collections.unmodifiableMap(PRICES);
    }
}
