// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"time"
)

// wireEvent is an event of the log and of the stream, which says more of it. What is not required for the provider's own findings is
// read loosely, because live answers have nulls and more fields than the documents.
type wireEvent struct {
	ID         string `json:"id"`
	Attributes struct {
		Time      time.Time         `json:"time"`
		Action    string            `json:"action"`
		Actor     wireEventActor    `json:"actor"`
		Context   []wireEventObject `json:"context"`
		Container []wireEventObject `json:"container"`
		Location  json.RawMessage   `json:"location"`
	} `json:"attributes"`
	Message json.RawMessage `json:"message"`
}

type wireEventActor struct {
	ID         looseString     `json:"id"`
	Name       looseString     `json:"name"`
	Email      looseString     `json:"email"`
	App        json.RawMessage `json:"app"`
	Auth       json.RawMessage `json:"auth"`
	OnBehalfOf json.RawMessage `json:"onBehalfOf"`
}

type wireEventObject struct {
	ID         looseString     `json:"id"`
	Type       looseString     `json:"type"`
	Attributes json.RawMessage `json:"attributes"`
}

// complete refuses an event without any content, such as null. Any single one of these fields may be missing.
func (w *wireEvent) complete() error {
	if w.ID == "" && w.Attributes.Action == "" && w.Attributes.Time.IsZero() {
		return errors.New("an event has no ID, no action and no time")
	}
	return nil
}

// loosely decodes a value that may be missing or of another form, and then is the zero value.
func loosely[V any](raw json.RawMessage) V {
	var value V
	if len(raw) == 0 || json.Unmarshal(raw, &value) != nil {
		var none V
		return none
	}
	return value
}

func (w wireEvent) event() Event {
	event := Event{
		ID: w.ID, Time: w.Attributes.Time, Action: w.Attributes.Action,
		ActorID: string(w.Attributes.Actor.ID), ActorName: string(w.Attributes.Actor.Name), ActorEmail: string(w.Attributes.Actor.Email),
		Means: w.Attributes.Actor.means(), Location: eventLocation(w.Attributes.Location), Message: eventMessage(w.Message),
		Context: eventObjects(w.Attributes.Context), Container: eventObjects(w.Attributes.Container),
	}
	mentions := []string{string(w.Message)}
	for _, objects := range [][]wireEventObject{w.Attributes.Context, w.Attributes.Container} {
		for _, o := range objects {
			mentions = append(mentions, string(o.Attributes))
		}
	}
	event.Mentions = strings.TrimSpace(strings.Join(mentions, " "))
	return event
}

func (w wireEventActor) means() EventMeans {
	auth := loosely[struct {
		AuthType   looseString `json:"authType"`
		TokenID    looseString `json:"tokenId"`
		TokenLabel looseString `json:"tokenLabel"`
	}](w.Auth)
	app := loosely[struct {
		ID looseString `json:"id"`
	}](w.App)
	person := loosely[struct {
		ID    looseString `json:"id"`
		Name  looseString `json:"name"`
		Email looseString `json:"email"`
	}](w.OnBehalfOf)
	return EventMeans{
		AuthType: string(auth.AuthType), TokenID: string(auth.TokenID), TokenLabel: string(auth.TokenLabel), AppID: string(app.ID),
		OnBehalfOfID: string(person.ID), OnBehalfOfName: string(person.Name), OnBehalfOfEmail: string(person.Email),
	}
}

func eventLocation(raw json.RawMessage) EventLocation {
	place := loosely[struct {
		IP          looseString `json:"ip"`
		City        looseString `json:"city"`
		RegionName  looseString `json:"regionName"`
		CountryName looseString `json:"countryName"`
	}](raw)
	return EventLocation{IP: string(place.IP), City: string(place.City), Region: string(place.RegionName), Country: string(place.CountryName)}
}

// eventMessage is the content of a message. Unverified: that a message is an object with a content, and no bare text.
func eventMessage(raw json.RawMessage) string {
	if text := loosely[string](raw); text != "" {
		return text
	}
	return string(loosely[struct {
		Content looseString `json:"content"`
	}](raw).Content)
}

func eventObjects(all []wireEventObject) []EventObject {
	var objects []EventObject
	for _, o := range all {
		// Attributes may be any object, and have no name in another form.
		named := loosely[struct {
			Name looseString `json:"name"`
		}](o.Attributes)
		objects = append(objects, EventObject{ID: string(o.ID), Type: string(o.Type), Name: string(named.Name), Attributes: inOneForm(o.Attributes)})
	}
	return objects
}

// inOneForm writes JSON so that equal values are equal texts. It is empty for null and for an empty object.
func inOneForm(raw json.RawMessage) string {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber() // so that large numbers come out as they went in
	var value any
	if decoder.Decode(&value) != nil || value == nil {
		return ""
	}
	if object, ok := value.(map[string]any); ok && len(object) == 0 {
		return ""
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(value) != nil {
		return ""
	}
	return strings.TrimSpace(text.String())
}
