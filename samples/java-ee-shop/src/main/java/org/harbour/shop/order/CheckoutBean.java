package org.harbour.shop.order;

import javax.ejb.EJB;
import javax.ejb.Remove;
import javax.ejb.Stateful;
import javax.persistence.EntityManager;
import javax.persistence.PersistenceContext;
import javax.persistence.PersistenceContextType;

import org.harbour.shop.cart.Cart;

/** Leads a customer through address, delivery and payment; one bean for each customer. */
@Stateful
public class CheckoutBean {
    @PersistenceContext(unitName = "shop", type = PersistenceContextType.EXTENDED)
    private EntityManager entities;

    @EJB
    private OrderSender sender;

    private Order order;

    public void start(Cart cart) {
        order = new Order(cart.getAmounts());
    }

    public void setAddress(String street, String town) {
        order.setAddress(street + ", " + town);
    }

    @Remove
    public Long confirm() {
        entities.persist(order);
        sender.send(order.getId());
        return order.getId();
    }
}
