package org.harbour.orders;

import java.io.IOException;
import java.nio.file.Path;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

@Component
public class InvoiceJob {
    private static final Logger LOG = LoggerFactory.getLogger(InvoiceJob.class);

    private final OrderRepository orders;
    private final InvoiceWriter writer;

    public InvoiceJob(OrderRepository orders, InvoiceWriter writer) {
        this.orders = orders;
        this.writer = writer;
    }

    @Scheduled(cron = "0 15 3 * * *")
    public void writeInvoices() throws IOException {
        for (Order order : orders.findByInvoicedFalse()) {
            Path invoice = writer.write(order);
            order.setInvoiced(true);
            orders.save(order);
            LOG.info("invoice {} written", invoice);
        }
    }
}
