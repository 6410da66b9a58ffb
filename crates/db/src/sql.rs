//! Statements as text with `$1 …`, the same on both engines, and rows read by column name.

use sea_orm::{ConnectionTrait, QueryResult, Statement, TryGetable, Value};

use crate::dialect::Engine;
use crate::engine::Error;

pub type Values = Vec<Value>;

/// One row of an answer.
#[derive(Debug)]
pub struct Row(QueryResult);

impl Row {
    /// The value of a column.
    ///
    /// # Errors
    /// When the column is missing or of another type.
    pub fn get<T: TryGetable>(&self, column: &str) -> Result<T, Error> {
        self.0.try_get("", column).map_err(Error::from)
    }
}

/// Anything that statements can be sent to: the reading side, or a transaction.
pub trait Sql: Sync {
    type Connection: ConnectionTrait;
    fn connection(&self) -> &Self::Connection;
    fn engine(&self) -> Engine;

    /// Runs what was put off; everything below does so first, so that a read sees every write before it.
    fn settle(&self) -> impl Future<Output = Result<(), Error>> + Send {
        async { Ok(()) }
    }

    /// All rows of an answer.
    fn rows(&self, sql: &str, values: Values) -> impl Future<Output = Result<Vec<Row>, Error>> + Send {
        let statement = Statement::from_sql_and_values(self.engine().backend(), sql, values);
        async move {
            self.settle().await?;
            Ok(self
                .connection()
                .query_all_raw(statement)
                .await?
                .into_iter()
                .map(Row)
                .collect())
        }
    }

    /// The first row, if any.
    fn row(&self, sql: &str, values: Values) -> impl Future<Output = Result<Option<Row>, Error>> + Send {
        let statement = Statement::from_sql_and_values(self.engine().backend(), sql, values);
        async move {
            self.settle().await?;
            Ok(self.connection().query_one_raw(statement).await?.map(Row))
        }
    }

    /// Runs a statement and tells how many rows it touched.
    fn run(&self, sql: &str, values: Values) -> impl Future<Output = Result<u64, Error>> + Send {
        let statement = Statement::from_sql_and_values(self.engine().backend(), sql, values);
        async move {
            self.settle().await?;
            Ok(self.connection().execute_raw(statement).await?.rows_affected())
        }
    }

    /// Inserts many rows in as few statements as the engine takes.
    fn insert(&self, insert: Insert) -> impl Future<Output = Result<(), Error>> + Send {
        let inserted = self.insert_counted(insert);
        async move { inserted.await.map(|_| ()) }
    }

    /// The same; tells how many rows were written or changed.
    fn insert_counted(&self, insert: Insert) -> impl Future<Output = Result<u64, Error>> + Send {
        let statements = insert.statements(self.engine());
        async move {
            let mut touched = 0;
            for (sql, values) in statements {
                touched += self.run(&sql, values).await?;
            }
            Ok(touched)
        }
    }
}

/// A statement that grows: text, and values in the order of their `$n`.
#[derive(Debug, Default)]
pub struct Text {
    pub sql: String,
    pub values: Values,
}

impl Text {
    #[must_use]
    pub fn new(sql: &str, values: Values) -> Self {
        Self {
            sql: sql.to_owned(),
            values,
        }
    }

    /// Adds a value and gives its place, `$n`.
    pub fn arg(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    pub fn push(&mut self, sql: &str) {
        self.sql.push_str(sql);
    }
}

/// Statements as one text with one list of values: each `$n` is moved past the values before it.
pub(crate) fn joined(statements: Vec<(String, Values)>) -> (String, Values) {
    let (mut text, mut all) = (String::new(), Values::new());
    for (sql, values) in statements {
        let mut rest = sql.as_str();
        while let Some(at) = rest.find('$') {
            let digits = rest[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
            let number: usize = rest[at + 1..at + 1 + digits].parse().unwrap_or(0);
            text.push_str(&rest[..=at]);
            text.push_str(&(number + all.len()).to_string());
            rest = &rest[at + 1 + digits..];
        }
        text.push_str(rest);
        text.push_str(";\n");
        all.extend(values);
    }
    (text, all)
}

/// Rows for one table.
#[derive(Debug)]
pub struct Insert {
    head: String,
    tail: &'static str,
    width: usize,
    values: Values,
}

impl Insert {
    /// `columns` as in SQL: `a, b, c`.
    #[must_use]
    pub fn into(table: &str, columns: &str) -> Self {
        let width = columns.split(',').count();
        Self {
            head: format!("INSERT INTO {table} ({columns}) VALUES "),
            tail: "",
            width,
            values: Vec::new(),
        }
    }

    /// Leaves rows alone whose key exists.
    #[must_use]
    pub fn or_keep(self) -> Self {
        self.or(" ON CONFLICT DO NOTHING")
    }

    /// What happens to rows whose key exists, as a clause without values.
    #[must_use]
    pub fn or(self, tail: &'static str) -> Self {
        Self { tail, ..self }
    }

    pub fn row(&mut self, row: Values) {
        debug_assert_eq!(row.len(), self.width, "{}", self.head);
        self.values.extend(row);
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub(crate) fn statements(self, engine: Engine) -> Vec<(String, Values)> {
        // Few sizes keep the prepared statements few.
        let most = (engine.max_parameters() / self.width).clamp(1, 200);
        self.values
            .chunks(most * self.width)
            .map(|chunk| {
                let mut sql = self.head.clone();
                for row in 0..chunk.len() / self.width {
                    sql.push_str(if row == 0 { "(" } else { ",(" });
                    for column in 1..=self.width {
                        if column > 1 {
                            sql.push(',');
                        }
                        sql.push('$');
                        sql.push_str(&(row * self.width + column).to_string());
                    }
                    sql.push(')');
                }
                sql.push_str(self.tail);
                (sql, chunk.to_vec())
            })
            .collect()
    }
}

/// Values for a statement, in order.
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => { ::std::vec![$($crate::query::Value::from($value)),*] };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_statements_keep_their_own_values() {
        let (sql, values) = joined(vec![
            ("INSERT INTO a VALUES ($1, $2)".into(), values![1_i64, 2_i64]),
            (
                "UPDATE b SET c = $2 WHERE d = $1 AND e = $1".into(),
                values![3_i64, 4_i64],
            ),
        ]);
        assert_eq!(
            sql,
            "INSERT INTO a VALUES ($1, $2);\nUPDATE b SET c = $4 WHERE d = $3 AND e = $3;\n"
        );
        assert_eq!(values.len(), 4);
    }
}
