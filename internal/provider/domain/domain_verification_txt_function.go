// SPDX-License-Identifier: MPL-2.0

package domain

import (
	"context"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/function"
)

// txtPrefix is the beginning of the TXT record of a domain. The token follows.
const txtPrefix = "atlassian-domain-verification="

var _ function.Function = (*verificationTXT)(nil)

func newVerificationTXT() function.Function { return &verificationTXT{} }

// verificationTXT is domain_verification_txt.
type verificationTXT struct{}

// Metadata names the function.
func (*verificationTXT) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "domain_verification_txt"
}

// Definition describes the function.
func (*verificationTXT) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary:             "Builds the value of the TXT record that verifies a domain.",
		MarkdownDescription: verificationTXTPage.Markdown(),
		Parameters: []function.Parameter{
			function.StringParameter{
				Name: "token",
				MarkdownDescription: "Token of the domain, with or without the prefix `" + txtPrefix + "`. The function removes spaces around it. " +
					"The tokens seen so far have 64 characters of the base64 alphabet. Other lengths are accepted.",
			},
		},
		Return: function.StringReturn{},
	}
}

// Run builds the record's value.
func (*verificationTXT) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var given string
	if resp.Error = req.Arguments.Get(ctx, &given); resp.Error != nil {
		return
	}
	value, problem := txtRecord(given)
	if problem != "" {
		resp.Error = function.NewArgumentFuncError(0, problem)
		return
	}
	resp.Error = resp.Result.Set(ctx, value)
}

// txtRecord returns the value of the TXT record, or says what is wrong with the token.
func txtRecord(given string) (value, problem string) {
	const looks = "A token is one word of letters, digits, +, / and =, usually 64 characters long, as Atlassian Administration shows it under Directory > Domains."
	token := strings.TrimPrefix(strings.TrimSpace(given), txtPrefix)
	switch {
	case token == "":
		return "", "The token is empty. " + looks
	case strings.ContainsFunc(token, unicode.IsSpace):
		return "", "The token has spaces or line breaks in it. " + looks
	case strings.ContainsFunc(token, func(r rune) bool { return !unicode.IsPrint(r) }):
		return "", "The token has characters in it that do not print. " + looks
	}
	return txtPrefix + token, ""
}
