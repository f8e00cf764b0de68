// SPDX-License-Identifier: MPL-2.0

package recording

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Pseudonyms stand for what a recording must not have. The same text has the same pseudonym throughout a recording. The zero value is
// ready, and several goroutines may use it. It writes down nothing by which a pseudonym leads back.
type Pseudonyms struct {
	mu     sync.Mutex
	known  map[string]string // form and text to pseudonym
	counts map[string]int    // form to how many there are
	made   map[string]bool
}

// numbered is the pseudonym of a text among those of a kind, which a function makes of a number.
func (p *Pseudonyms) numbered(kind, text string, name func(n int) string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known == nil {
		p.known, p.counts, p.made = make(map[string]string), make(map[string]int), make(map[string]bool)
	}
	key := kind + "\x00" + text
	if known, is := p.known[key]; is {
		return known
	}
	p.counts[kind]++
	p.known[key] = name(p.counts[kind])
	return p.note(p.known[key])
}

// note remembers a text as one that was made here.
func (p *Pseudonyms) note(text string) string {
	p.made[text] = true
	return text
}

// Made reports whether a text is a pseudonym, and nothing that was recorded.
func (p *Pseudonyms) Made(text string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.made[text]
}

// whole remembers a text that is composed of pseudonyms.
func (p *Pseudonyms) whole(text string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.made == nil {
		p.made = make(map[string]bool)
	}
	return p.note(text)
}

// began is the first moment of all times in a recording.
var began = time.Date(2001, time.January, 1, 0, 0, 0, 0, time.UTC)

// Of is the pseudonym of a text. An empty text stays empty.
func (p *Pseudonyms) Of(text string) string {
	switch form := formOf(text); {
	case form == formEmpty:
		return ""
	case strings.HasPrefix(form, formTime):
		return p.numbered(form, text, func(n int) string { return likeTime(text, began.Add(time.Duration(n)*time.Second)) })
	case form == formDate:
		return p.numbered(form, text, func(n int) string { return began.AddDate(0, 0, n).Format(time.DateOnly) })
	case form == formUUID:
		return p.numbered(formUUID, text, uuid)
	case form == formAccount:
		return p.account(text)
	case form == formARI:
		return p.ari(text)
	case form == formURL:
		return p.url(text)
	case form == formAddress:
		return p.address(text)
	case form == formEmail:
		at := strings.LastIndexByte(text, '@')
		return p.whole(p.numbered("person", text[:at], naming("user")) + "@" + p.domain(text[at+1:]))
	case form == formDomain:
		return p.domain(text)
	case form == formDigits:
		return p.numbered("digits of "+strconv.Itoa(len(text)), text, func(n int) string { return number(len(text), n) })
	}
	return p.numbered(formText, text, naming("text"))
}

func naming(kind string) func(n int) string {
	return func(n int) string { return fmt.Sprintf("%s-%d", kind, n) }
}

func uuid(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

// number has as many digits as the one that it stands for, if there are enough numbers of them.
func number(digits, n int) string {
	if digits == 1 {
		return strconv.Itoa(n % 10)
	}
	return "1" + fmt.Sprintf("%0*d", digits-1, n)
}

// domain knows no case, as domains do not.
func (p *Pseudonyms) domain(name string) string {
	return p.numbered(formDomain, strings.ToLower(name), func(n int) string { return fmt.Sprintf("domain-%d.example", n) })
}

// account keeps the two forms of an account ID: a number with a UUID, and 24 hexadecimal digits.
func (p *Pseudonyms) account(text string) string {
	if _, id, ok := strings.Cut(text, ":"); ok {
		return p.whole("712020:" + p.numbered(formUUID, id, uuid))
	}
	return p.numbered("old account", text, func(n int) string { return fmt.Sprintf("5a%022d", n) })
}

// address keeps the family and the length of a block.
func (p *Pseudonyms) address(text string) string {
	bare, length, block := strings.Cut(text, "/")
	parsed, err := netip.ParseAddr(bare)
	name := func(n int) string { return fmt.Sprintf("2001:db8::%x", n) }
	if err == nil && parsed.Is4() {
		name = func(n int) string { return fmt.Sprintf("198.18.%d.%d", n/256%256, n%256) }
	}
	pseudonym := p.numbered(formAddress, bare, name)
	if block {
		return p.whole(pseudonym + "/" + length)
	}
	return pseudonym
}

// product is a word that Atlassian uses for a product, or for a type of things.
var product = regexp.MustCompile(`^[a-z][a-z-]{1,30}$`)

// ari keeps owner and type, which are Atlassian's words, if the text has the form ari:cloud:OWNER:SITE:TYPE/ID.
func (p *Pseudonyms) ari(text string) string {
	parts := strings.SplitN(text, ":", 5)
	if len(parts) != 5 || parts[1] != "cloud" || !product.MatchString(parts[2]) {
		return p.numbered("ARI of another form", text, func(n int) string { return fmt.Sprintf("ari:cloud:unknown::unknown/%d", n) })
	}
	if parts[3] != "" {
		parts[3] = p.Of(parts[3])
	}
	elements := strings.Split(parts[4], "/")
	for i, element := range elements {
		if i > 0 || !product.MatchString(element) {
			elements[i] = p.Of(element)
		}
	}
	parts[4] = strings.Join(elements, "/")
	return p.whole(strings.Join(parts, ":"))
}

// url keeps the path of an operation, the names in the query, and which of Atlassian's hosts it is.
func (p *Pseudonyms) url(text string) string {
	parsed, err := url.Parse(text)
	if err != nil {
		return p.numbered(formText, text, naming("text"))
	}
	host := p.numbered("host", parsed.Hostname(), func(n int) string { return fmt.Sprintf("host-%d.example", n) })
	switch name := parsed.Hostname(); {
	case name == "api.atlassian.com" || name == "marketplace.atlassian.com":
		host = name
	case strings.HasSuffix(name, ".atlassian.net"):
		host = p.numbered("site", name, func(n int) string { return fmt.Sprintf("site-%d.atlassian.net", n) })
	}
	return p.whole(parsed.Scheme + "://" + host + p.Path(parsed.EscapedPath()) + p.query(parsed.Query()))
}

func (p *Pseudonyms) query(values url.Values) string {
	if len(values) == 0 {
		return ""
	}
	return "?" + url.Values(p.queryValues(values)).Encode()
}

// queryValues keeps the names of parameters, and the values that are kept in fields of these names.
func (p *Pseudonyms) queryValues(values url.Values) map[string][]string {
	redacted := make(map[string][]string, len(values))
	for name, all := range values {
		for _, value := range all {
			redacted[p.Key(name)] = append(redacted[p.Key(name)], p.field("", name, value))
		}
	}
	return redacted
}

// Path keeps what an operation of the client has in its path, and gives pseudonyms to all else.
func (p *Pseudonyms) Path(escaped string) string {
	template := strings.Split(templateOf(escaped), "/")
	actual := strings.Split(escaped, "/")
	for i, element := range actual {
		if len(template) == len(actual) && template[i] == element || element == "" {
			continue
		}
		plain, err := url.PathUnescape(element)
		if err != nil {
			plain = element
		}
		actual[i] = url.PathEscape(p.Of(plain))
	}
	return strings.Join(actual, "/")
}

// fieldName is a name that a program gives, and not a person.
var fieldName = regexp.MustCompile(`^_{0,2}[A-Za-z][A-Za-z0-9]*([._][A-Za-z][A-Za-z0-9]*)*$`)

// Key is the name of a field. A name that only data has, such as an ID or an address, gets a pseudonym.
func (p *Pseudonyms) Key(name string) string {
	if fieldName.MatchString(name) && len(name) <= 48 {
		return name
	}
	return p.Of(name)
}

// likeTime writes a time as another one is written.
func likeTime(written string, moment time.Time) string {
	like := []byte(moment.Format("2006-01-02T15:04:05"))
	text := []byte(written)
	copy(text, like[:10])
	copy(text[11:], like[11:16])
	for i := 16; i < len(text); i++ {
		switch {
		case i == 17 && text[16] == ':' && len(text) >= 19:
			copy(text[17:19], like[17:19])
			i = 18
		case text[i] >= '0' && text[i] <= '9':
			text[i] = '0'
		}
	}
	return string(text)
}
