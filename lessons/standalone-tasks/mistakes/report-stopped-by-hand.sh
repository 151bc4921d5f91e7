# It runs; now end it, so that it is not billed for longer.
aws ecs register-task-definition --cli-input-json file://report.json
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
TASK=$(aws ecs run-task --cluster lab --launch-type FARGATE --task-definition report \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}" \
    --query 'tasks[0].taskArn' --output text)
aws ecs wait tasks-running --cluster lab --tasks $TASK
aws ecs stop-task --cluster lab --task $TASK
