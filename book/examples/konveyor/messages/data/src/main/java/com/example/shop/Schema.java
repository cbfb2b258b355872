package com.example.shop;

import org.example.db.Database;

public class Schema {
    public void create(Database database) {
        database.run("create table carts (id int)");
    }
}
