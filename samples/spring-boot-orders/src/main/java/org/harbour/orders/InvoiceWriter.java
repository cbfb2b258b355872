package org.harbour.orders;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

import org.springframework.stereotype.Component;

@Component
public class InvoiceWriter {
    private static final Path FOLDER = Paths.get("/data/invoices");

    public Path write(Order order) throws IOException {
        File draft = File.createTempFile("invoice", ".txt");
        Files.write(draft.toPath(), text(order).getBytes(StandardCharsets.UTF_8));
        Path target = FOLDER.resolve(order.getId() + ".txt");
        Files.copy(draft.toPath(), target);
        if (!draft.delete()) {
            draft.deleteOnExit();
        }
        return target;
    }

    private String text(Order order) {
        return "Invoice " + order.getId() + "\n" + order.getCustomer() + "\n" + order.getTotal() + "\n";
    }
}
