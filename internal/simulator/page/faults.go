// SPDX-License-Identifier: MPL-2.0

package page

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
)

// faultKind is a fault that the page can arm. The control surface has more.
type faultKind struct {
	Name, Text string
	fault      wire.Fault
}

var faultKinds = []faultKind{
	{"429", "429 Too Many Requests", wire.Fault{Status: http.StatusTooManyRequests}},
	{"500", "500 Internal Server Error", wire.Fault{Status: http.StatusInternalServerError}},
	{"503", "503 Service Unavailable", wire.Fault{Status: http.StatusServiceUnavailable}},
	{"lost", "do it, and lose the answer", wire.Fault{LoseAnswer: true}},
	{"drop", "close the connection, and do nothing", wire.Fault{Drop: true}},
	{"html", "the sign-in page of a proxy", wire.Fault{HTML: true}},
}

func armFault(p *page, form url.Values) (string, error) {
	at := slices.IndexFunc(faultKinds, func(k faultKind) bool { return k.Name == form.Get("kind") })
	if at < 0 {
		return "", errors.New("the page has no such fault")
	}

	times, err := strconv.Atoi(form.Get("count"))
	if err != nil || times < 1 {
		return "", errors.New("the number of requests is 1 or more")
	}

	fault := faultKinds[at].fault
	fault.Operation, fault.Count = form.Get("operation"), times

	return "Armed: " + faultText(fault) + ".", p.server.AddFault(fault)
}

func clearFaults(p *page, _ url.Values) (string, error) {
	p.server.ClearFaults()

	return "All faults are removed.", nil
}

func resetRequests(p *page, _ url.Values) (string, error) {
	p.server.ResetRequests()

	return "The requests are counted from zero.", nil
}

func resetViolations(p *page, _ url.Values) (string, error) {
	p.server.ResetViolations()

	return "The violations are forgotten.", nil
}
