package org.harbour.shop.stock;

import java.net.MalformedURLException;
import java.rmi.Naming;
import java.rmi.NotBoundException;
import java.rmi.RemoteException;

import javax.ejb.Stateless;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

import org.harbour.warehouse.StockService;

/** Asks the program of the warehouse, which answers over RMI. */
@Stateless
public class StockClient {
    private static final String WAREHOUSE = "rmi://10.20.4.17:1099/stock";

    public void reserve(long order) {
        try {
            StockService stock = (StockService) Naming.lookup(WAREHOUSE);
            stock.reserve(order);
        } catch (MalformedURLException | NotBoundException | RemoteException e) {
            throw new IllegalStateException("the warehouse does not answer", e);
        }
    }

    public DataSource history() throws NamingException {
        return (DataSource) new InitialContext().lookup("java:jboss/datasources/ShopHistoryDS");
    }
}
