<?php
require_once __DIR__ . '/../config.php';

function notify_owner($name, $text)
{
    mail(OWNER, 'New entry by ' . $name, $text, 'From: guestbook@harbour.example');
}
