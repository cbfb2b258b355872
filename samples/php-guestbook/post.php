<?php
require_once 'lib/db.php';
require_once 'lib/session.php';
require_once 'lib/notify.php';

$link = db_connect();
$name = mysql_real_escape_string($_POST['name'], $link);
$text = mysql_real_escape_string($_POST['text'], $link);
mysql_query("INSERT INTO entries (name, text, created) VALUES ('$name', '$text', NOW())", $link);

remember_name($_POST['name']);
notify_owner($_POST['name'], $_POST['text']);

$count = (int) @file_get_contents('counter.txt');
file_put_contents('counter.txt', $count + 1);

header('Location: index.php');
