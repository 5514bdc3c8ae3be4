/**
 * Group ids of artifacts whose jars carry no pom.properties, because Gradle or Ant built them. Read from the artifacts'
 * coordinates in Maven's central repository. The first pattern that fits counts; a `*` stands for any ending.
 */
const groups: readonly (readonly [artifacts: string, group: string])[] = [
  ["spring-boot*", "org.springframework.boot"],
  ["spring-security-*", "org.springframework.security"],
  ["spring-cloud-*", "org.springframework.cloud"],
  ["spring-data-*", "org.springframework.data"],
  ["spring-session-*", "org.springframework.session"],
  ["spring-batch-*", "org.springframework.batch"],
  ["spring-integration-*", "org.springframework.integration"],
  ["spring-ws-*", "org.springframework.ws"],
  ["spring-xml", "org.springframework.ws"],
  ["spring-ldap-*", "org.springframework.ldap"],
  ["spring-amqp spring-rabbit*", "org.springframework.amqp"],
  ["spring-kafka*", "org.springframework.kafka"],
  ["spring-hateoas", "org.springframework.hateoas"],
  ["spring-graphql*", "org.springframework.graphql"],
  ["spring-retry", "org.springframework.retry"],
  ["spring-vault-core", "org.springframework.vault"],
  [
    "spring-aop spring-aspects spring-beans spring-context* spring-core* spring-expression spring-instrument spring-jcl spring-jdbc spring-jms " +
      "spring-messaging spring-orm spring-oxm spring-r2dbc spring-test spring-tx spring-web spring-webflux spring-webmvc spring-websocket",
    "org.springframework",
  ],
  ["tomcat-embed-*", "org.apache.tomcat.embed"],
  ["tomcat-*", "org.apache.tomcat"],
  ["lucene-*", "org.apache.lucene"],
  ["solr-*", "org.apache.solr"],
  ["kafka-clients kafka-streams* connect-api connect-runtime connect-json", "org.apache.kafka"],
  ["grpc-*", "io.grpc"],
  ["perfmark-*", "io.perfmark"],
  ["kotlin-*", "org.jetbrains.kotlin"],
  ["kotlinx-*", "org.jetbrains.kotlinx"],
  ["okhttp okhttp-* mockwebserver logging-interceptor", "com.squareup.okhttp3"],
  ["okio okio-*", "com.squareup.okio"],
  ["retrofit converter-gson converter-jackson", "com.squareup.retrofit2"],
  ["hibernate-commons-annotations", "org.hibernate.common"],
  ["hibernate-validator*", "org.hibernate.validator"],
  [
    "hibernate-core hibernate-entitymanager hibernate-envers hibernate-ehcache hibernate-jcache hibernate-c3p0 hibernate-hikaricp",
    "org.hibernate",
  ],
  ["mysql-connector-java", "mysql"],
  ["mysql-connector-j", "com.mysql"],
  ["postgresql", "org.postgresql"],
  ["mssql-jdbc", "com.microsoft.sqlserver"],
  ["ojdbc*", "com.oracle.database.jdbc"],
  ["h2", "com.h2database"],
  ["hsqldb", "org.hsqldb"],
  ["bcprov-* bcpkix-* bcutil-* bcpg-* bcmail-* bctls-* bcprov-ext-* bcjmail-*", "org.bouncycastle"],
  ["aspectjweaver aspectjrt aspectjtools", "org.aspectj"],
  ["antlr", "antlr"],
  ["checker-qual", "org.checkerframework"],
  ["jna jna-platform", "net.java.dev.jna"],
  ["lz4-java", "org.lz4"],
  ["groovy groovy-*", "org.codehaus.groovy"],
  ["micrometer-*", "io.micrometer"],
  ["reactor-core reactor-test", "io.projectreactor"],
  ["reactor-netty*", "io.projectreactor.netty"],
  ["freemarker", "org.freemarker"],
  ["commons-collections", "commons-collections"],
  ["log4j", "log4j"],
  ["xalan serializer", "xalan"],
  ["xercesImpl", "xerces"],
  ["xstream", "com.thoughtworks.xstream"],
  ["ant ant-launcher", "org.apache.ant"],
  ["liquibase-core", "org.liquibase"],
  ["junit", "junit"],
  ["gradle-wrapper", "org.gradle"],
  ["ktor-*", "io.ktor"],
  ["asm asm-*", "org.ow2.asm"],
  ["tink tink-*", "com.google.crypto.tink"],
  ["re2j", "com.google.re2j"],
  ["api-common", "com.google.api"],
  ["opencensus-*", "io.opencensus"],
  ["webauthn4j-*", "com.webauthn4j"],
  ["conscrypt-*", "org.conscrypt"],
  ["RoaringBitmap shims", "org.roaringbitmap"],
  ["scala-xml_* scala-parser-combinators_* scala-collection-compat_*", "org.scala-lang.modules"],
  ["reactive-streams", "org.reactivestreams"],
  ["json-patch jackson-coreutils json-schema-validator json-schema-core", "com.github.java-json-tools"],
  ["graal-sdk", "org.graalvm.sdk"],
  ["rocksdbjni", "org.rocksdb"],
  ["activation", "javax.activation"],
  ["mail", "javax.mail"],
  ["oro", "oro"],
  ["ivy", "org.apache.ivy"],
  ["hadoop-*", "org.apache.hadoop"],
  ["annotations", "org.jetbrains"],
];

/** The group id of an artifact known by its name alone. */
export function groupOf(artifact: string, version: string): string | undefined {
  // Groovy moved to Apache's name with version 4.
  if (/^groovy(?:-|$)/.test(artifact) && /^(?:[4-9]|\d\d)\./.test(version)) return "org.apache.groovy";
  // Hibernate 6 is in a group of its own.
  if (/^hibernate-(?:core|envers|jcache|hikaricp|c3p0)$/.test(artifact) && /^(?:[6-9]|\d\d)\./.test(version))
    return "org.hibernate.orm";
  const found = groups.find(([artifacts]) => artifacts.split(" ").some((pattern) => fits(artifact, pattern)));
  return found?.[1];
}

function fits(artifact: string, pattern: string): boolean {
  return pattern.endsWith("*") ? artifact.startsWith(pattern.slice(0, -1)) : artifact === pattern;
}
