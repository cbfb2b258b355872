<?php
require_once __DIR__ . '/../config.php';

session_start();

function visitor_name()
{
    return isset($_SESSION['name']) ? $_SESSION['name'] : 'guest';
}

function remember_name($name)
{
    $_SESSION['name'] = $name;
}
