package org.harbour.orders;

import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/orders")
public class OrderController {
    private final OrderRepository orders;
    private final StockClient stock;

    public OrderController(OrderRepository orders, StockClient stock) {
        this.orders = orders;
        this.stock = stock;
    }

    @GetMapping
    public List<Order> all() {
        return orders.findAll();
    }

    @GetMapping("/{id}")
    public Order one(@PathVariable Long id) {
        return orders.findById(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    public Order create(@RequestBody Order order) {
        if (!stock.isAvailable(order.getArticle())) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "not in stock");
        }
        return orders.save(order);
    }
}
