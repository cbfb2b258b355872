<?php
require_once __DIR__ . '/../config.php';

function db_connect()
{
    $link = mysql_connect(DB_HOST, DB_USER, DB_PASSWORD);
    if (!$link) {
        error_log('no database: ' . mysql_error(), 3, '/var/log/guestbook/db.log');
        die('The guest book is closed.');
    }
    mysql_select_db(DB_NAME, $link);
    return $link;
}

function db_rows($sql)
{
    $result = mysql_query($sql, db_connect());
    $rows = array();
    while ($row = mysql_fetch_assoc($result)) {
        $rows[] = $row;
    }
    return $rows;
}
