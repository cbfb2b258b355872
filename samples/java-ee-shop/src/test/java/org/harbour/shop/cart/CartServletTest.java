package org.harbour.shop.cart;

import static org.junit.Assert.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.FileWriter;
import java.io.IOException;

import javax.servlet.http.HttpSession;

import org.junit.Test;

public class CartServletTest {
    private static final String SERVER = "http://localhost:8080/shop";

    @Test
    public void cartComesBackFromTheSession() throws IOException {
        HttpSession session = mock(HttpSession.class);
        Cart cart = new Cart();
        session.setAttribute("cart", cart);
        when(session.getAttribute("cart")).thenReturn(cart);
        try (FileWriter out = new FileWriter("/tmp/cart-test.txt")) {
            out.write(SERVER);
        }
        assertEquals(cart, session.getAttribute("cart"));
    }
}
