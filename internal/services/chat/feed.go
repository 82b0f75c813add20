package chat

import (
	"sync"

	"github.com/google/uuid"
)

// feed is the events of an answer that comes in this process, for whoever follows it. It holds all of them: an answer is
// bounded (maxAnswer), so a slow reader loses none.
type feed struct {
	mu      sync.Mutex
	events  []Event
	ended   bool
	changed chan struct{} // closed and replaced at each change
}

func (f *feed) add(events ...Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.events = append(f.events, events...)
	close(f.changed)
	f.changed = make(chan struct{})
}

func (f *feed) end() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ended = true
	close(f.changed)
	f.changed = make(chan struct{})
}

// after gives the events after an id, whether more may come, and what to wait for.
func (f *feed) after(id int64) (events []Event, ended bool, changed <-chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	// Ids count from 1 without a gap.
	if n := min(max(id, 0), int64(len(f.events))); n < int64(len(f.events)) {
		events = f.events[n:len(f.events):len(f.events)]
	}
	return events, f.ended, f.changed
}

// feeds are the answers that come in this process.
type feeds struct {
	mu   *sync.Mutex
	byID map[uuid.UUID]*feed
}

func newFeeds() feeds { return feeds{mu: &sync.Mutex{}, byID: map[uuid.UUID]*feed{}} }

func (f feeds) open(id uuid.UUID) *feed {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := &feed{changed: make(chan struct{})}
	f.byID[id] = out
	return out
}

func (f feeds) find(id uuid.UUID) *feed {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.byID[id]
}

func (f feeds) drop(id uuid.UUID) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.byID, id)
}
