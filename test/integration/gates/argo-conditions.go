// Evaluates conditions over bodies with the expression library that Argo Rollouts uses: reads {conditions, bodies} as JSON, writes one row of booleans per body.
// go mod init gates && go get github.com/expr-lang/expr@v1.17.5 && go run argo-conditions.go < argo-conditions.json
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/expr-lang/expr"
)

func main() {
	var asked struct {
		Conditions []string         `json:"conditions"`
		Bodies     []map[string]any `json:"bodies"`
	}
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		panic(err)
	}
	rows := [][]bool{}
	for _, body := range asked.Bodies {
		row := []bool{}
		for _, condition := range asked.Conditions {
			environment := map[string]any{"result": body}
			program, err := expr.Compile(condition, expr.Env(environment))
			if err != nil {
				panic(err)
			}
			given, err := expr.Run(program, environment)
			if err != nil {
				panic(err)
			}
			row = append(row, given.(bool))
		}
		rows = append(rows, row)
	}
	text, _ := json.Marshal(rows)
	fmt.Println(string(text))
}
