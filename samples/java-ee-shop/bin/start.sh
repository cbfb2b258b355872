#!/bin/sh
# Starts the shop on this host; the log is in /var/log/shop.
export JAVA_OPTS="-Xms512m -Xmx2048m -Djava.net.preferIPv4Stack=true"
cp target/shop.war /opt/jboss/standalone/deployments/
nohup /opt/jboss/bin/standalone.sh -b 0.0.0.0 > /dev/null 2>&1 &
echo $! > /var/run/shop.pid
