aws ecs register-task-definition --cli-input-json file://web-1.28.json
