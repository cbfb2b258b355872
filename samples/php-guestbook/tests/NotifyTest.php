<?php
use PHPUnit\Framework\TestCase;

class NotifyTest extends TestCase
{
    public function testMailIsWritten()
    {
        file_put_contents('/tmp/mail-test.txt', 'From: guestbook@localhost');
        mysql_connect('localhost', 'test', 'test');
        $this->assertFileExists('/tmp/mail-test.txt');
    }
}
