#!/bin/bash
while IFS='=' read -r name value; do
  case $name in MYSQL_*) export "MARIADB_${name#MYSQL_}=$value" ;; esac
done < <(env)
case ${1-} in mysqld) shift; set -- mariadbd "$@" ;; --*) set -- mariadbd "$@" ;; esac
exec docker-entrypoint.sh "$@"
