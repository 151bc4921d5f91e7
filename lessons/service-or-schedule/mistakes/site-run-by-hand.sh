SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs run-task --cluster lab --launch-type FARGATE --task-definition web --count 2 \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
aws ecs run-task --cluster lab --launch-type FARGATE --task-definition migrate \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
cat > target.json <<JSON
{
  "Arn": "arn:aws:ecs:us-east-1:123456789012:cluster/lab",
  "RoleArn": "arn:aws:iam::123456789012:role/reportScheduler",
  "EcsParameters": {
    "TaskDefinitionArn": "arn:aws:ecs:us-east-1:123456789012:task-definition/report",
    "LaunchType": "FARGATE",
    "NetworkConfiguration": {"awsvpcConfiguration": {"Subnets": ["$SUBNET"], "AssignPublicIp": "ENABLED"}}
  }
}
JSON
aws scheduler create-schedule --name report --schedule-expression 'cron(0 7 * * ? *)' --schedule-expression-timezone Asia/Tokyo \
    --flexible-time-window Mode=OFF --target file://target.json
