// SPDX-License-Identifier: MPL-2.0

package recording

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

// The forms of a text that clients tell apart. A pseudonym has the form of what it stands for.
const (
	formEmpty   = "empty text"
	formTime    = "time"
	formDate    = "date"
	formUUID    = "UUID"
	formAccount = "account ID"
	formEmail   = "e-mail address"
	formARI     = "ARI"
	formURL     = "URL"
	formAddress = "IP address"
	formDomain  = "domain"
	formDigits  = "digits"
	formText    = "text"
)

var (
	timeForm    = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$`)
	dateForm    = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	uuidForm    = regexp.MustCompile(`(?i)^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	accountForm = regexp.MustCompile(`(?i)^(\d{1,9}:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{24})$`)
	emailForm   = regexp.MustCompile(`^[^\s@/:]+@[^\s@/:]+$`)
	domainForm  = regexp.MustCompile(`(?i)^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$`)
	digitsForm  = regexp.MustCompile(`^\d+$`)
)

// formOf is the form of a text. A time says which one it has: its digits are zeros.
func formOf(text string) string {
	switch {
	case text == "":
		return formEmpty
	case timeForm.MatchString(text):
		return formTime + " " + digit.ReplaceAllString(text, "0")
	case dateForm.MatchString(text):
		return formDate
	case uuidForm.MatchString(text):
		return formUUID
	case accountForm.MatchString(text):
		return formAccount
	case strings.HasPrefix(text, "ari:"):
		return formARI
	case isURL(text):
		return formURL
	case isAddress(text):
		return formAddress
	case emailForm.MatchString(text):
		return formEmail
	case domainForm.MatchString(text):
		return formDomain
	case digitsForm.MatchString(text):
		return formDigits
	}
	return formText
}

var digit = regexp.MustCompile(`[0-9]`)

func isURL(text string) bool {
	parsed, err := url.Parse(text)
	return err == nil && parsed.Host != "" && (parsed.Scheme == "http" || parsed.Scheme == "https")
}

func isAddress(text string) bool {
	if _, err := netip.ParsePrefix(text); err == nil {
		return true
	}
	_, err := netip.ParseAddr(text)
	return err == nil
}
