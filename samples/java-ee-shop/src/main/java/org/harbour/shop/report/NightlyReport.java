package org.harbour.shop.report;

import java.io.FileWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.LocalDate;

import javax.ejb.Schedule;
import javax.ejb.Singleton;
import javax.persistence.EntityManager;
import javax.persistence.PersistenceContext;

@Singleton
public class NightlyReport {
    @PersistenceContext(unitName = "shop")
    private EntityManager entities;

    // The weekly report went to /var/shop/weekly by a FileWriter; nobody read it.
    @Schedule(hour = "2", minute = "30", persistent = false)
    public void write() throws IOException {
        Object count = entities.createQuery("select count(o) from Order o").getSingleResult();
        try (PrintWriter out = new PrintWriter(new FileWriter("/var/shop/reports/" + LocalDate.now() + ".csv"))) {
            out.println("orders;" + count);
        }
    }
}
