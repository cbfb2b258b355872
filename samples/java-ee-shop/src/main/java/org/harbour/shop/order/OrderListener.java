package org.harbour.shop.order;

import javax.ejb.ActivationConfigProperty;
import javax.ejb.EJB;
import javax.ejb.MessageDriven;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.MessageListener;
import javax.jms.TextMessage;

import org.apache.log4j.Logger;
import org.harbour.shop.stock.StockClient;

@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "javax.jms.Queue"),
    @ActivationConfigProperty(propertyName = "destination", propertyValue = "java:/queue/shopOrders")
})
public class OrderListener implements MessageListener {
    private static final Logger LOG = Logger.getLogger(OrderListener.class);

    @EJB
    private StockClient stock;

    @Override
    public void onMessage(Message message) {
        try {
            stock.reserve(Long.parseLong(((TextMessage) message).getText()));
        } catch (JMSException e) {
            LOG.error("message cannot be read", e);
        }
    }
}
