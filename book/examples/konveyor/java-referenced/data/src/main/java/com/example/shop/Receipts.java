package com.example.shop;

import org.example.mail.MailClient;
import org.example.mail.Message;

public class Receipts {
    // MailClient.send(…) in a comment is no call
    private final MailClient client;

    public Receipts(MailClient client) {
        this.client = client;
    }

    public void mail(String to) {
        MailClient mail = client;
        mail.send(new Message(to, "Thank you"));
    }
}
