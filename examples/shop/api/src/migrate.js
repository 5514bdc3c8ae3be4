console.log("database is up to date");
