//! Sends statements to a server without waiting, and collects the answers.
//!
//! Over a network, a command spends most of its time waiting. So a statement is sent without waiting for earlier answers, and
//! only a caller that needs an answer waits for it. The server answers in order. Once a statement has failed, the
//! next wait reports it, whatever it waits for.
//!
//! Only this file waits for two things at once.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::Runtime;
use tokio_postgres::error::{DbError, Severity};
use tokio_postgres::{AsyncMessage, Client, Connection, Error, Row};

use super::values::{Parameter, typed};
use crate::store::engine::value::OwnedValue;

/// How many answers may be outstanding, so that statements that nobody waits for do not fill the memory.
const MOST_OUTSTANDING: usize = 32;

/// How long the end of a connection may take.
const FAREWELL: Duration = Duration::from_secs(1);

type Wire = Box<dyn FnMut(&mut Context<'_>) -> Poll<Option<Result<AsyncMessage, Error>>> + Send>;

/// One connection to a server.
pub(super) struct Pipeline {
    runtime: Runtime,
    /// `None` only while the connection ends.
    client: Option<Arc<Client>>,
    /// Moves the bytes. `None` once the connection is lost.
    wire: RefCell<Option<Wire>>,
    outstanding: RefCell<VecDeque<Outstanding>>,
    /// The first failure that no wait has reported.
    failure: RefCell<Option<Error>>,
    warnings: RefCell<Vec<ServerWarning>>,
    /// How many statements were sent.
    sent: Cell<u64>,
}

/// What a server warns of.
#[derive(Debug)]
pub(crate) struct ServerWarning {
    pub(crate) text: String,
    /// Whether it no longer waits for a synchronous replica.
    pub(crate) is_about_replica: bool,
}

impl ServerWarning {
    fn of(notice: &DbError) -> Self {
        // The text is in the server's language, and the code is that of any warning.
        let is_about_replica = notice.routine() == Some("SyncRepWaitForLSN");
        Self { text: notice.message().to_owned(), is_about_replica }
    }
}

/// An answer that may not be there yet.
pub(in crate::store::engine) struct Pending<T> {
    /// In the order of sending.
    pub(super) number: u64,
    answer: Arc<Mutex<Option<T>>>,
}

/// No thread panics while it holds an answer, so a poisoned lock is as good as any.
fn locked<T>(answer: &Mutex<Option<T>>) -> MutexGuard<'_, Option<T>> {
    answer.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Outstanding {
    answer: Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>,
    is_forgiven: bool,
}

impl Pipeline {
    pub(super) fn over<S, T>(runtime: Runtime, client: Client, mut connection: Connection<S, T>) -> Self
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
        T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        Self {
            runtime,
            client: Some(Arc::new(client)),
            wire: RefCell::new(Some(Box::new(move |cx| connection.poll_message(cx)))),
            outstanding: RefCell::default(),
            failure: RefCell::default(),
            warnings: RefCell::default(),
            sent: Cell::default(),
        }
    }

    /// Sends statements without parameters.
    pub(super) fn batch(&self, sql: String) -> Pending<()> {
        self.send(|client| async move { client.batch_execute(&sql).await })
    }

    /// Sends a statement; the answer is how many rows it wrote.
    pub(super) fn execute(&self, sql: String, parameters: Vec<impl Parameter>) -> Pending<u64> {
        self.send(|client| async move { client.execute_typed(&sql, &typed(&parameters)).await })
    }

    /// Sends a statement; the answer is its rows.
    pub(super) fn query(&self, sql: String, parameters: Vec<OwnedValue>) -> Pending<Vec<Row>> {
        self.send(|client| async move { client.query_typed(&sql, &typed(&parameters)).await })
    }

    fn send<T: Send + 'static, F>(&self, ask: impl FnOnce(Arc<Client>) -> F) -> Pending<T>
    where
        F: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let number = self.sent.replace(self.sent.get() + 1);
        let pending = Pending { number, answer: Arc::default() };
        let Some(client) = &self.client else { return pending };
        let (asked, place) = (ask(Arc::clone(client)), Arc::clone(&pending.answer));
        let mut answer = Box::pin(async move {
            let value = asked.await?;
            locked(&place).replace(value);
            Ok(())
        });
        // The first poll hands the statement to the wire. Nothing comes back before the wire moves.
        match answer.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Pending => {
                self.outstanding.borrow_mut().push_back(Outstanding { answer, is_forgiven: false });
            }
            Poll::Ready(Err(error)) => self.fail(error),
            Poll::Ready(Ok(())) => {}
        }
        self.drive(|outstanding| outstanding <= MOST_OUTSTANDING);
        pending
    }

    /// Waits for an answer. Fails with the first failure among this statement and those sent before it.
    pub(super) fn wait<T>(&self, pending: &Pending<T>) -> Result<Option<T>, Error> {
        self.drive(|_| locked(&pending.answer).is_some());
        self.reported()?;
        Ok(locked(&pending.answer).take())
    }

    /// Waits for all answers.
    pub(super) fn settle(&self) -> Result<(), Error> {
        self.drive(|outstanding| outstanding == 0);
        self.reported()
    }

    /// Forgets failures of everything sent up to now.
    pub(super) fn forgive(&self) {
        self.failure.take();
        self.outstanding.borrow_mut().iter_mut().for_each(|one| one.is_forgiven = true);
    }

    /// Pushes out what was sent, without waiting for answers.
    pub(super) fn flush(&self) {
        self.runtime.block_on(poll_fn(|cx| {
            self.move_bytes(cx);
            Poll::Ready(())
        }));
    }

    /// Returns the warnings since the last call.
    pub(super) fn take_warnings(&self) -> Vec<ServerWarning> {
        self.warnings.take()
    }

    fn reported(&self) -> Result<(), Error> {
        let Some(error) = self.failure.take() else { return Ok(()) };
        // What came after it failed because of it, or belongs to work that ends here.
        self.forgive();
        self.drive(|outstanding| outstanding == 0);
        self.failure.take();
        Err(error)
    }

    fn fail(&self, error: Error) {
        self.failure.borrow_mut().get_or_insert(error);
    }

    /// Collects answers until few enough are outstanding, or a statement fails.
    fn drive(&self, is_enough: impl Fn(usize) -> bool) {
        let has_come = |left: usize| left == 0 || is_enough(left) || self.failure.borrow().is_some();
        if has_come(self.outstanding.borrow().len()) {
            return;
        }
        self.runtime.block_on(poll_fn(|cx| {
            self.move_bytes(cx);
            // A later failure is not looked at yet.
            while !has_come(self.outstanding.borrow().len()) {
                if !self.take_answer(cx) {
                    return Poll::Pending;
                }
            }
            Poll::Ready(())
        }));
    }

    fn move_bytes(&self, cx: &mut Context<'_>) {
        let mut wire = self.wire.borrow_mut();
        while let Some(moving) = wire.as_mut() {
            match moving(cx) {
                Poll::Ready(Some(Ok(AsyncMessage::Notice(notice)))) => {
                    if notice.parsed_severity() == Some(Severity::Warning) {
                        self.warnings.borrow_mut().push(ServerWarning::of(&notice));
                    }
                }
                Poll::Ready(Some(Ok(_))) => {}
                Poll::Ready(Some(Err(error))) => {
                    self.fail(error);
                    *wire = None;
                }
                Poll::Ready(None) => *wire = None,
                Poll::Pending => return,
            }
        }
    }

    /// Takes the next answer. No where it is not there yet.
    fn take_answer(&self, cx: &mut Context<'_>) -> bool {
        let mut outstanding = self.outstanding.borrow_mut();
        let Some(first) = outstanding.front_mut() else { return false };
        let Poll::Ready(answered) = first.answer.as_mut().poll(cx) else { return false };
        if let Err(error) = answered
            && !first.is_forgiven
        {
            self.fail(error);
        }
        outstanding.pop_front();
        true
    }
}

impl Drop for Pipeline {
    /// Waits for what is outstanding, so that a pooler gets its own connection back in order, and says good-bye.
    fn drop(&mut self) {
        self.forgive();
        self.client = None;
        let gone = poll_fn(|cx| {
            self.move_bytes(cx);
            while self.take_answer(cx) {}
            if self.wire.borrow().is_none() { Poll::Ready(()) } else { Poll::Pending }
        });
        // Where it takes too long, the server finds the connection closed.
        let _ = self.runtime.block_on(async { tokio::time::timeout(FAREWELL, gone).await });
    }
}
