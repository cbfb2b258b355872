package org.harbour.shop.order;

import javax.annotation.Resource;
import javax.ejb.Stateless;
import javax.jms.Connection;
import javax.jms.ConnectionFactory;
import javax.jms.JMSException;
import javax.jms.Queue;
import javax.jms.Session;

@Stateless
public class OrderSender {
    @Resource(mappedName = "java:/JmsXA")
    private ConnectionFactory connections;

    @Resource(mappedName = "java:/queue/shopOrders")
    private Queue orders;

    public void send(Long id) {
        try {
            Connection connection = connections.createConnection();
            try {
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                session.createProducer(orders).send(session.createTextMessage(String.valueOf(id)));
            } finally {
                connection.close();
            }
        } catch (JMSException e) {
            throw new IllegalStateException("order " + id + " was not sent", e);
        }
    }
}
