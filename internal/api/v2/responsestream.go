package v2

import (
	"encoding/json"
	"errors"
	"fmt"

	apiv2 "github.com/docketapi/docket/gen/api/v2"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/services/chat"
)

// responsePieces are the events of one streamed response: it begins, its message is opened with the first text, and everything that was
// opened is closed again before it is completed.
type responsePieces struct {
	out     *contract.Events
	head    apiv2.Response
	message string // its id
	count   int64
	opened  bool
}

func (p *responsePieces) send(e apiv2.ResponseEvent) error {
	e.SequenceNumber = p.count
	p.count++
	data, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode event: %w", err)
	}
	return p.out.Send("", string(e.Type), data)
}

// sendAll sends events in their order, until one cannot be sent.
func (p *responsePieces) sendAll(list ...apiv2.ResponseEvent) error {
	for _, e := range list {
		if err := p.send(e); err != nil {
			return err
		}
	}
	return nil
}

func (p *responsePieces) begin() error {
	if p.count > 0 {
		return nil
	}
	return p.sendAll(apiv2.ResponseEvent{Type: apiv2.ResponseEventTypeResponseCreated, Response: &p.head},
		apiv2.ResponseEvent{Type: apiv2.ResponseEventTypeResponseInProgress, Response: &p.head})
}

// ofText is an event about the message's text.
func (p *responsePieces) ofText(kind apiv2.ResponseEventType) apiv2.ResponseEvent {
	return apiv2.ResponseEvent{Type: kind, ItemID: &p.message, OutputIndex: new(int), ContentIndex: new(int)}
}

func (p *responsePieces) open() error {
	if err := p.begin(); err != nil || p.opened {
		return err
	}
	p.opened = true
	item := messageItem(p.message, apiv2.ResponseItemStatusInProgress)
	part := p.ofText(apiv2.ResponseEventTypeResponseContentPartAdded)
	part.Part = &apiv2.ResponseText{Type: apiv2.ResponseTextTypeOutputText, Annotations: []apiv2.ResponseAnnotation{}}
	return p.sendAll(apiv2.ResponseEvent{Type: apiv2.ResponseEventTypeResponseOutputItemAdded, OutputIndex: new(int), Item: &item}, part)
}

func (p *responsePieces) event(e chat.Event) error {
	if e.Kind != chat.EventDelta {
		return nil // citations are told when the text is whole, our own tools are nobody's business here
	}
	if err := p.open(); err != nil {
		return err
	}
	delta := p.ofText(apiv2.ResponseEventTypeResponseOutputTextDelta)
	delta.Delta = &e.Text
	return p.send(delta)
}

func (p *responsePieces) end(made chat.Completion) error {
	whole := finished(p.head, made, p.message)
	begin := p.begin
	if len(whole.Output) > 0 && whole.Output[0].Type == apiv2.ResponseItemTypeMessage {
		begin = p.open
	}
	if err := begin(); err != nil {
		return err
	}
	for i := range whole.Output {
		var err error
		if whole.Output[i].Type == apiv2.ResponseItemTypeMessage {
			err = p.closeText(&whole.Output[i])
		} else {
			err = p.call(i, &whole.Output[i])
		}
		if err != nil {
			return err
		}
	}
	last := apiv2.ResponseEventTypeResponseCompleted
	if whole.Status == apiv2.ResponseStatusIncomplete {
		last = apiv2.ResponseEventTypeResponseIncomplete
	}
	return p.send(apiv2.ResponseEvent{Type: last, Response: &whole})
}

// closeText tells the citations of the message, its text and that it is whole.
func (p *responsePieces) closeText(item *apiv2.ResponseItem) error {
	text := (*item.Content)[0]
	for i := range text.Annotations {
		e := p.ofText(apiv2.ResponseEventTypeResponseOutputTextAnnotationAdded)
		e.Annotation, e.AnnotationIndex = &text.Annotations[i], &i
		if err := p.send(e); err != nil {
			return err
		}
	}
	done, part := p.ofText(apiv2.ResponseEventTypeResponseOutputTextDone), p.ofText(apiv2.ResponseEventTypeResponseContentPartDone)
	done.Text, part.Part = &text.Text, &text
	return p.sendAll(done, part, apiv2.ResponseEvent{Type: apiv2.ResponseEventTypeResponseOutputItemDone, OutputIndex: new(int), Item: item})
}

// call tells a call of one of the caller's functions, the item at i.
func (p *responsePieces) call(i int, item *apiv2.ResponseItem) error {
	started := *item
	started.Status, started.Arguments = apiv2.ResponseItemStatusInProgress, new(string)
	delta := apiv2.ResponseEvent{Type: apiv2.ResponseEventTypeResponseFunctionCallArgumentsDelta, ItemID: &item.ID, OutputIndex: &i, Delta: item.Arguments}
	done := apiv2.ResponseEvent{Type: apiv2.ResponseEventTypeResponseFunctionCallArgumentsDone, ItemID: &item.ID, OutputIndex: &i, Name: item.Name, Arguments: item.Arguments}
	return p.sendAll(apiv2.ResponseEvent{Type: apiv2.ResponseEventTypeResponseOutputItemAdded, OutputIndex: &i, Item: &started}, delta, done,
		apiv2.ResponseEvent{Type: apiv2.ResponseEventTypeResponseOutputItemDone, OutputIndex: &i, Item: item})
}

// fail ends a stream that has begun with an error.
func (p *responsePieces) fail(err error) error {
	e, failed := errorEvent(err), p.head
	failed.Status = apiv2.ResponseStatusFailed
	failed.Error.Set(struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}{*e.Code, *e.Detail})
	return errors.Join(err, p.send(apiv2.ResponseEvent{Type: apiv2.ResponseEventTypeResponseFailed, Response: &failed}))
}
